export default function View() {
  return <h1>Security</h1>;
}
