/** Why a group stands out. */
export const KINDS = {
  outage: 'One outage',
  recurring: 'Recurring',
  rise: 'On the rise',
  afterChange: 'After a change',
};
