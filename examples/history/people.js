// Who takes part: the demo identities of the portal and of the service.

/** What a permission of a desk means to the guards of the policy. */
export const POLICY_ROLES = {
  requester: [],
  agent: ['agent'],
  serviceManager: ['agent', 'incidentManager', 'majorIncidentManager', 'approver'],
  securityOfficer: ['agent', 'incidentCoordinator', 'incidentManagementTeam'],
};

/** Those whom a visitor can be. */
export const IDENTITIES = [
  { id: 'ada.lang', name: 'Ada Lang', roles: ['requester'], language: 'en', location: 'Berlin' },
  { id: 'jonas.weber', name: 'Jonas Weber', roles: ['agent'] },
  { id: 'mira.okafor', name: 'Mira Okafor', roles: ['agent', 'serviceManager'] },
  { id: 'lea.brandt', name: 'Lea Brandt', roles: ['agent', 'securityOfficer'] },
];

/** Those who only report. */
export const REQUESTERS = [
  IDENTITIES[0],
  { id: 'tom.reed', name: 'Tom Reed', language: 'en', location: 'Dublin' },
  { id: 'nina.schulz', name: 'Nina Schulz', language: 'de', location: 'Berlin' },
  { id: 'emil.kraus', name: 'Emil Kraus', language: 'de', location: 'Munich', vip: true },
  { id: 'sara.costa', name: 'Sara Costa', language: 'en', location: 'Lisbon' },
  { id: 'felix.hahn', name: 'Felix Hahn', language: 'de', location: 'Hamburg' },
  { id: 'grace.ito', name: 'Grace Ito', language: 'en', location: 'Dublin' },
  { id: 'paula.wolf', name: 'Paula Wolf', language: 'de', location: 'Munich' },
];

/** Those who help, by group. */
export const AGENTS = {
  serviceDesk: ['jonas.weber', 'mira.okafor', 'ben.arnold'],
  network: ['kim.sato', 'olga.petrova'],
  applications: ['ruth.engel', 'sam.novak'],
  security: ['lea.brandt', 'ivo.marin'],
};

/** An actor as the core wants it, with the roles that the guards of the policy name. */
export function actorOf({ id, roles = [] }) {
  const named = roles.flatMap((role) => POLICY_ROLES[role] ?? []);
  return { id, roles: [...new Set([...roles, ...named])] };
}
