import { refusal } from '../errors.js';

/** The package takes documents of 32 levels; around them is a little more. */
const DEPTH = 40;

/** No text of PostgreSQL can hold it. A backslash before the escape makes it none. */
export const NULL = /\0|(?<!\\)(?:\\\\)*\\u0000/;

/** How deep a JSON text is nested; brackets in strings do not count. */
export function depthOf(text) {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 92) at += 1;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, (depth += 1));
    else if (code === 93 || code === 125) depth -= 1;
  }
  return deepest;
}

/** Reads JSON bodies: of bounded size and depth, without keys that change an object's kind. */
export function readBodies(app) {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
    if (depthOf(text) > DEPTH) {
      done(
        refusal('service.malformed', {
          message: `the body is nested deeper than ${DEPTH} levels`,
          help: 'send a flatter document',
        }),
      );
      return;
    }
    if (NULL.test(text)) {
      done(refusal('service.malformed', { message: 'the body holds a null character' }));
      return;
    }
    parse(request, text, done);
  });
}
