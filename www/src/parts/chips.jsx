// Small marks for what a ticket is: never colour alone.
import { labels, policy } from '../core/core.js';

/** The priority with its place in the policy's scale: more bars are more important. */
export function Priority({ level }) {
  if (!level) return <span class="chip quiet">no priority</span>;
  const scale = policy.value.scales.priority;
  const place = scale.findIndex(({ id }) => id === level);
  const bars = Math.max(0, Math.round(4 * (1 - place / Math.max(1, scale.length - 1))));
  return (
    <span class={`priority level-${bars}`}>
      <svg class="bars" viewBox="0 0 16 12" aria-hidden="true">
        {[0, 1, 2, 3].map((bar) => (
          <rect
            key={bar}
            class={bar < bars ? 'on' : 'off'}
            x={bar * 4}
            y={8 - bar * 2.5}
            width="3"
            height={4 + bar * 2.5}
            rx="0.8"
          />
        ))}
      </svg>
      {labels.value.priority(level)}
    </span>
  );
}

export function State({ state, type }) {
  return <span class={`state ${type}`}>{labels.value.state(state)}</span>;
}

export const KINDS = {
  incident: 'Incident',
  serviceRequest: 'Request',
  problem: 'Problem',
  knownError: 'Known error',
  changeRequest: 'Change',
  event: 'Event',
  alert: 'Alert',
  securityIncident: 'Security incident',
};

export function kindName(kind) {
  return KINDS[kind] ?? kind;
}
