/** Why something could not be asked: every finding, and what it is about. */
export class Refusal extends Error {
  constructor(name, errors) {
    super(`${name}: refused`);
    this.subject = name;
    this.errors = errors;
  }
}

/** A command line that says too little, too much, or something else. */
export class Misuse extends Error {
  constructor(errors) {
    super('not understood');
    this.errors = errors;
  }
}

/** A finding of the program itself, in the form of those of the core. */
export function finding(code, path, message, help = undefined) {
  return { code, severity: 'error', path, message, help, params: {} };
}

/**
 * The value of an answer, or a refusal with every finding. `place` is where in the request stood
 * what the refusal is about.
 */
export function accepted(answer, name, place = '') {
  if (answer.ok) return answer.value;
  const within = (path) => (path.startsWith(`${place}/`) ? path.slice(place.length) : path);
  const errors = answer.errors.map((error) => ({
    ...error,
    path: error.path === place ? '' : within(error.path),
  }));
  throw new Refusal(name, errors);
}

/** A finding as lines: its code and place, what it says, and what to do. */
export function lines({ code, path, message, help }) {
  const said = [`  ${code}  ${path === '' ? '/' : path}`, `    ${message}`];
  return help === undefined ? said : [...said, `    ${help}`];
}
