// The words of the report for what the core names.
import { number } from '../../time/format.js';

/** `2026-10` as people say it. */
export function monthName(month) {
  const [year, of] = month.split('-').map(Number);
  if (!(year > 0 && of >= 1 && of <= 12)) return month;
  const format = new Intl.DateTimeFormat(undefined, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(Date.UTC(year, of - 1)));
}

export const percent = (share) =>
  share === null || share === undefined
    ? '–'
    : number(share, { style: 'percent', maximumFractionDigits: 1 });

/** `Oct 2026`, where there is little room. */
export function shortMonth(month) {
  const [year, of] = month.split('-').map(Number);
  const format = new Intl.DateTimeFormat(undefined, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return format.format(new Date(Date.UTC(year, of - 1)));
}

const VOLUMES = { opened: 'Opened', done: 'Done', backlog: 'Open at the end' };

/** The name of a metric by its definition. */
export function nameOf(metric, definitions) {
  const name = VOLUMES[metric] ?? definitions.find((one) => one.metric === metric)?.name ?? metric;
  return name[0].toUpperCase() + name.slice(1);
}
