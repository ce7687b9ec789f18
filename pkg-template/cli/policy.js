import { call, openEngine } from '../analysis/index.js';
import { Refusal, accepted } from './refusal.js';
import { textOf, titled } from './source.js';

const PRESETS = () => call({ op: 'preset', name: '' }).errors[0].params.known;

/** The text of a policy: a preset's by its name, or that of a file. */
export async function policyText(name) {
  const preset = call({ op: 'preset', name });
  if (preset.ok) return JSON.stringify(preset.value);
  return textOf(name, `a policy is a file, or one of the presets: ${PRESETS()}`);
}

export function opened(text, name) {
  return accepted(openEngine(text), titled(name));
}

export async function engineOf(name) {
  return opened(await policyText(name), name);
}

/** Requires one JSON value, with what the core has to say of it if it is none. */
export function json(text, name) {
  try {
    return JSON.parse(text);
  } catch (fault) {
    // The text is read as a policy, whose first finding then is about its syntax.
    const { errors = [] } = openEngine(text);
    if (errors.length === 0) throw fault;
    throw new Refusal(titled(name), errors);
  }
}

/**
 * A request in which a document stands as it was written: what a parser of JavaScript forgives, a
 * member that stands twice, the core finds.
 */
export function withText(request, member, text) {
  return `${JSON.stringify(request).slice(0, -1)},${JSON.stringify(member)}:${text}}`;
}
