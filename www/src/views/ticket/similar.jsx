import { now } from '../../time/clock.js';
import { SimilarTickets } from '../../parts/similar-tickets.jsx';

/** Past tickets like this one, and what helped. */
export function Similar({ ticket }) {
  return (
    <section class="card" aria-labelledby="similar-title">
      <h2 id="similar-title">Similar tickets</h2>
      <SimilarTickets query={{ ticket }} now={now()} />
    </section>
  );
}
