import { readFileSync } from 'node:fs';

/** What a role of the token may do here. `desk` is: read and work on every ticket of the tenant. */
export const PERMISSIONS = ['desk', 'alerts', 'imports', 'reports', 'webhooks', 'policy', 'audit'];

/** The roles of a token: as whom they act for the guards of a policy, and what they may do here. */
export const ROLES = {
  requester: { actsAs: [], permissions: [] },
  agent: { actsAs: ['agent'], permissions: ['desk', 'alerts', 'reports'] },
  serviceManager: {
    actsAs: ['agent', 'incidentManager', 'majorIncidentManager', 'approver'],
    permissions: PERMISSIONS,
  },
  securityOfficer: {
    actsAs: ['agent', 'incidentCoordinator', 'incidentManagementTeam'],
    permissions: ['desk', 'alerts', 'reports', 'audit'],
  },
  monitor: { actsAs: [], permissions: ['alerts'] },
};

/** A table of one's own from a file; what is wrong with it is thrown. */
export function readRoles(file) {
  const table = JSON.parse(readFileSync(file, 'utf8'));
  for (const [role, { actsAs, permissions, ...others }] of Object.entries(table)) {
    const unknown = [
      ...Object.keys(others),
      ...permissions.filter((one) => !PERMISSIONS.includes(one)),
    ];
    if (unknown.length > 0)
      throw new Error(`role \`${role}\`: unknown \`${unknown.join('`, `')}\``);
    if (!Array.isArray(actsAs)) throw new Error(`role \`${role}\`: \`actsAs\` is no list`);
  }
  return table;
}

/** What the roles of a token come to under a table. */
export function grantedBy(table, roles) {
  const known = roles.filter((role) => Object.hasOwn(table, role));
  const all = (member) => [...new Set(known.flatMap((role) => table[role][member]))];
  return { roles: known, actsAs: all('actsAs'), permissions: new Set(all('permissions')) };
}
