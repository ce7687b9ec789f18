export default function View() {
  return <h1>Problem candidates</h1>;
}
