// The report as a table for spreadsheets (RFC 4180): one figure a row.

const HEAD = ['section', 'figure', 'of', 'part', 'value', 'unit'];

/** What a spreadsheet would take for a formula is text to us. */
function cell(value) {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csv(report) {
  const rows = [HEAD, ...rowsOf(report)];
  return `\u{feff}${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

function rowsOf(report) {
  const { resolved } = report;
  const slices = resolved
    ? [['all', resolved], ...report.byPriority.map((one) => [one.values[0], one])]
    : [];
  return [
    ...Object.entries(report.volumes).map(([name, value]) => [
      'volumes',
      name,
      report.month,
      '',
      value,
      'tickets',
    ]),
    ...slices.flatMap(([of, slice]) => sliceRows(of, slice)),
    ...report.trends.flatMap(trendRows),
    ...report.days.flatMap(({ at, ...day }) =>
      Object.entries(day).map(([name, value]) => ['days', name, at, '', value, 'tickets']),
    ),
    ...['categories', 'services', 'groups'].flatMap((section) =>
      report[section].map(({ name, count }) => [
        section,
        'opened',
        name ?? '',
        '',
        count,
        'tickets',
      ]),
    ),
    ...report.breaches.map(({ id, title, target, overMs }) => [
      'breaches',
      target,
      id,
      title,
      overMs,
      'milliseconds',
    ]),
  ];
}

function sliceRows(of, { times, rates, targets, hold }) {
  return [
    ...targets.flatMap(({ agreement, target, met, missed, share }) => [
      ['targets', `${agreement} / ${target}`, of, 'met', met, 'targets'],
      ['targets', `${agreement} / ${target}`, of, 'missed', missed, 'targets'],
      ['targets', `${agreement} / ${target}`, of, 'kept', share, 'share'],
    ]),
    ...times
      .filter(({ over }) => over.count > 0)
      .flatMap(({ metric, over }) => [
        ['times', metric, of, 'count', over.count, 'tickets'],
        ['times', metric, of, 'mean', over.meanMs, 'milliseconds'],
        ...over.percentiles.map(({ percent, ms }) => [
          'times',
          metric,
          of,
          `${percent} %`,
          ms,
          'milliseconds',
        ]),
      ]),
    ...rates.flatMap(({ metric, numerator, denominator, share }) => [
      ['rates', metric, of, 'numerator', numerator, 'tickets'],
      ['rates', metric, of, 'denominator', denominator, 'tickets'],
      ['rates', metric, of, 'share', share, 'share'],
    ]),
    ...hold.map(({ name, share }) => ['hold', name, of, 'share', share, 'share']),
  ];
}

function trendRows({ of, months, pValue, significant }) {
  return [
    ...months.map(({ month, value, of: all }) => [
      'trends',
      of,
      month,
      all === undefined ? '' : `of ${all}`,
      value,
      '',
    ]),
    ['trends', of, '', 'p', pValue, ''],
    ['trends', of, '', 'significant', significant, ''],
  ];
}
