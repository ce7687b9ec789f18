/** Misuse of the package. What can be expected to go wrong is an answer, not this. */
export class IncidentCoreError extends Error {
  /**
   * @param {string} code what to branch on
   * @param {string} message one line for a person
   * @param {string} path a JSON Pointer into what was passed; empty for all of it
   * @param {unknown} [cause]
   */
  constructor(code, message, path = '', cause = undefined) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'IncidentCoreError';
    this.code = code;
    this.path = path;
  }
}
