export { SlaCountdown, defineSlaCountdown } from './countdown.js';
