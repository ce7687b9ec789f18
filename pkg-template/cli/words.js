import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { Misuse, finding } from './refusal.js';

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
const path = (name) => `/${camel(name)}`;

/** What each option must be, or what is wrong with it. */
function wrongOption({ kind, name, rawName, value, inlineValue }, options) {
  if (kind !== 'option') return undefined;
  if (!Object.hasOwn(options, name)) {
    const names = Object.keys(options).map((one) => `--${one}`);
    const help = `known here: ${names.join(', ')}`;
    return finding('cli.optionUnknown', '', `unknown option \`${rawName}\``, help);
  }
  const known = options[name];
  // A word that begins with a dash is an option of its own, unless it is standard input.
  const taken = value !== undefined && (inlineValue || value === '-' || !value.startsWith('-'));
  if (known.type === 'string' && !taken) {
    return finding('cli.valueMissing', path(name), `\`${rawName}\` needs a value`);
  }
  if (known.type === 'boolean' && value !== undefined) {
    return finding('cli.valueUnknown', path(name), `\`${rawName}\` takes no value`);
  }
  if (known.of && !known.of.includes(value)) {
    const help = `known here: ${known.of.join(', ')}`;
    return finding('cli.wordUnknown', path(name), `unknown word \`${value}\``, help);
  }
  if (known.holds && !known.holds(value)) {
    return finding('cli.valueUnknown', path(name), `\`${rawName} ${value}\`: ${known.expected}`);
  }
  return undefined;
}

function wrongPlace(given, places) {
  const missing = places
    .slice(given.length)
    .map((name) => finding('cli.argumentMissing', path(name), `${name.toUpperCase()} is missing`));
  const beyond = given
    .slice(places.length)
    .map((word) => finding('cli.argumentUnknown', '', `\`${word}\` is one word too many`));
  return [...missing, ...beyond];
}

/** What is read twice, or written over while it is read. */
function wrongFile(given, { policy, events, lines, out }) {
  const inputs = [...given, policy].filter((name) => name !== undefined);
  const errors = [];
  if (inputs.filter((name) => name === '-').length > 1) {
    const message = 'standard input can be read once only';
    errors.push(finding('cli.inputTwice', '', message, 'name a file for the other'));
  }
  const files = inputs.map((name) => resolve(name));
  for (const name of [events, lines, out].filter((one) => typeof one === 'string')) {
    if (!files.includes(resolve(name))) continue;
    errors.push(finding('cli.outputIsInput', '', `\`${name}\` would be written over`));
  }
  return errors;
}

/**
 * The words of a command, by its places in order and its options; or everything that is wrong with
 * them.
 */
export function understood(words, { places, options }) {
  const settings = { args: words, options, strict: false, allowPositionals: true, tokens: true };
  const { values, positionals, tokens } = parseArgs(settings);
  const errors = [
    ...tokens.map((token) => wrongOption(token, options)).filter((error) => error !== undefined),
    ...wrongPlace(positionals, places),
    ...wrongFile(positionals, values),
  ];
  if (errors.length > 0) throw new Misuse(errors);
  const named = Object.entries(values).map(([name, value]) => [camel(name), value]);
  return Object.fromEntries([...places.map((name, at) => [name, positionals[at]]), ...named]);
}

/** Options that more than one command has. */
export const JSON_OPTION = { json: { type: 'boolean' } };
export const NOW_OPTION = { now: { type: 'string' } };
export const ZONE_OPTION = { zone: { type: 'string' } };
