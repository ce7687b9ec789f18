import { now } from '../../time/clock.js';
import { SimilarTickets } from '../../parts/similar-tickets.jsx';

/** What past tickets say about the words so far. */
export function Past({ text }) {
  return (
    <section class="card" aria-labelledby="past-title">
      <h2 id="past-title">What helped before</h2>
      {text.length < 4
        ? <p class="quiet">Begin to type, and past tickets appear here.</p>
        : <SimilarTickets query={{ text }} now={now()} />}
    </section>
  );
}
