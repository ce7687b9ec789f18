export default function View() {
  return <h1>Monthly report</h1>;
}
