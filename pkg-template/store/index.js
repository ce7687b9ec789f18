export { countdown } from './countdown.js';
export { queueStore } from './queue.js';
export { clockOf, slaView } from './view.js';
export { ticketStore } from './ticket.js';
