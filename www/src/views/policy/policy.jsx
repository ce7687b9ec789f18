export default function View() {
  return <h1>Policy</h1>;
}
