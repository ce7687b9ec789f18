// Deadlines as a calendar file (RFC 5545), for calendars that people already look at.

const HALF_HOUR_BEFORE = '-PT30M';
/** Of a line, without its end; a later one begins with a space. */
const OCTETS = 75;

const encoder = new TextEncoder();

/** Text as a property value holds it. */
function escaped(text) {
  return text
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f]/g, '');
}

/** A line in pieces of at most 75 octets, none of which splits a character. */
function folded(line) {
  const pieces = [];
  let piece = '';
  let size = 0;
  for (const character of line) {
    const octets = encoder.encode(character).length;
    if (size + octets > OCTETS) {
      pieces.push(piece);
      piece = ' ';
      size = 1;
    }
    piece += character;
    size += octets;
  }
  return [...pieces, piece].join('\r\n');
}

/** An instant in UTC, by the second that it is in. */
function utc(at) {
  return new Date(at).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
}

/**
 * A calendar with an event for each deadline `{ticket, version, agreement, target, title, dueAt,
 * description}`. An event keeps its identity when it moves: ticket and clock name it, the version
 * of the ticket is its sequence.
 */
export function calendarFile(deadlines, { now, source }) {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//incident-core//portal//EN',
    'METHOD:PUBLISH',
    ...deadlines.flatMap((deadline) => eventOf(deadline, { now, source })),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function eventOf(
  { ticket, version, agreement, target, title, dueAt, description },
  { now, source },
) {
  const summary = escaped(`${ticket} ${target} due: ${title}`);
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(`${ticket}.${agreement}.${target}@${source}`)}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(dueAt)}`,
    `SEQUENCE:${version}`,
    `SUMMARY:${summary}`,
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:${HALF_HOUR_BEFORE}`,
    `DESCRIPTION:${summary}`,
    'END:VALARM',
    'END:VEVENT',
  ];
}
