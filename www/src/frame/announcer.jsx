// The one place that speaks to screen readers.
import { said } from '../announce.js';

export function Announcer() {
  return <p class="announcer" role="status">{said.value}</p>;
}
