// Who looks at the page, and where its tickets are.
import { computed, signal } from '@preact/signals';

import { POLICY_ROLES } from '../../../examples/history/people.js';

/** `local`: the browser's own history; `service`: that of a service at the page's address. */
export const mode = signal(null);
export const online = signal(navigator.onLine);
/** Whether the page has all tickets that it can have now; until then none is missing. */
export const complete = signal(true);

/** Whom a visitor can be, and whom they are. */
export const identities = signal([]);
export const me = signal(null);

/** A service names what one may do besides the roles; `desk` is to work on all tickets. */
export const permissions = computed(() => {
  const { roles = [], permissions: named = [] } = me.value ?? {};
  const all = new Set([...roles, ...named]);
  if (all.has('desk') || all.has('serviceManager') || all.has('securityOfficer')) all.add('agent');
  return [...all];
});

export function may(permission) {
  return permissions.value.includes(permission);
}

/** The visitor as the core wants an actor: with the roles that guards of the policy name. */
export const actor = computed(() => {
  const { id, roles = [], actorRoles } = me.value;
  const named = actorRoles ?? roles.flatMap((role) => POLICY_ROLES[role] ?? []);
  return { id, roles: [...new Set([...roles, ...named])] };
});
