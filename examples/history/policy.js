// The policy of the history: the preset `itil4` with a zone, holidays and fields of its own.
import { withSecurity } from './security-policy.js';

const DAY = [['08:00', '18:00']];

const CALENDAR = {
  id: 'businessHours',
  zone: 'Europe/Berlin',
  hours: { mon: DAY, tue: DAY, wed: DAY, thu: DAY, fri: [['08:00', '16:00']] },
  holidays: [
    { date: '2026-10-03', name: 'Tag der Deutschen Einheit' },
    { date: '2026-12-25', name: '1. Weihnachtstag' },
    { date: '2026-12-26', name: '2. Weihnachtstag' },
    { date: '2027-01-01', name: 'Neujahr' },
    { date: '2027-03-26', name: 'Karfreitag' },
    { date: '2027-03-29', name: 'Ostermontag' },
    { date: '2027-05-01', name: 'Tag der Arbeit' },
    { date: '2027-05-06', name: 'Christi Himmelfahrt' },
    { date: '2027-05-17', name: 'Pfingstmontag' },
    { date: '2027-10-03', name: 'Tag der Deutschen Einheit' },
    { date: '2027-12-25', name: '1. Weihnachtstag' },
    { date: '2027-12-26', name: '2. Weihnachtstag' },
    { date: '2028-01-01', name: 'Neujahr' },
  ],
};

const FIELDS = [
  { name: 'disposition', holds: 'text' },
  { name: 'securityClass', holds: 'text' },
  { name: 'tlp', holds: 'text' },
];

/** The second one leaves time to act where a target is long. */
const WARNINGS = ['75%', '30m left'];

/**
 * The policy that the portal and the service start with, of the document `presets/itil4.json`; with
 * `presets/iso27035.json`, security incidents go through the phases of that profile.
 */
export function portalPolicy(itil4, iso27035) {
  const agreements = itil4.agreements.map((agreement) => ({
    ...agreement,
    targets: agreement.targets.map((target) => (
      target.id === 'resolve' ? { ...target, warnings: WARNINGS } : target
    )),
  }));
  const desk = {
    ...itil4,
    id: 'portal',
    label: 'Service desk of the portal',
    fields: [...itil4.fields, ...FIELDS],
    calendars: [CALENDAR],
    agreements,
  };
  return iso27035 ? withSecurity(desk, iso27035) : desk;
}
