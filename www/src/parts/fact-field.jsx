// A field for a fact, with what it has been before.
import { useId } from 'preact/hooks';

import { useAnswer } from '../data/tickets.js';
import { work } from '../worker/ask.js';

const NAMES = {
  shortDescription: 'In a few words',
  description: 'What happened',
  resolutionCode: 'Resolution code',
  resolutionNotes: 'What was done',
  workaround: 'What helps until then',
  vendor: 'Vendor',
  problem: 'Problem',
  caller: 'Reported by',
  language: 'Language',
  location: 'Location',
  channel: 'Came by',
  service: 'Service',
  category: 'Category',
  vip: 'VIP',
  affectedUsers: 'Affected users',
  assignmentGroup: 'Group',
  assignee: 'Assigned to',
  impact: 'Impact',
  urgency: 'Urgency',
  parent: 'Parent',
  majorIncident: 'Major incident',
  majorIncidentStatus: 'Major incident status',
  reviewCompleted: 'Review completed',
  securityClass: 'Security class',
  tlp: 'Traffic light',
  contained: 'Contained',
};

/** What people call a field; its name if nobody said. */
export function fieldName(field) {
  return NAMES[field] ?? field;
}

const LONG = ['resolutionNotes', 'workaround', 'description'];

export function FactField({ field, value, set, needed }) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>
        {fieldName(field)}
        {needed ? '' : ' (optional)'}
      </label>
      {LONG.includes(field) ? (
        <textarea id={id} value={value} onInput={(event) => set(event.currentTarget.value)} />
      ) : (
        <Known id={id} field={field} value={value} set={set} />
      )}
    </div>
  );
}

function Known({ id, field, value, set }) {
  const { value: known = [] } = useAnswer(() => work('tickets', 'valuesOf', { field }), [field]);
  return (
    <>
      <input
        id={id}
        value={value}
        list={`${id}-known`}
        autocomplete="off"
        onInput={(event) => set(event.currentTarget.value)}
      />
      <datalist id={`${id}-known`}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
