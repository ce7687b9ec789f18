// Lets the sources beside the package import it by its name, as the portal's bundler does.
const built = new URL('../../../target/npm/dist/', import.meta.url);

export function resolve(name, context, next) {
  const entry = /^incident-core(?:\/(\w+))?$/.exec(name);
  if (!entry) return next(name, context);
  const file = entry[1] ? `${entry[1]}/index.js` : 'index.js';
  return { url: new URL(file, built).href, shortCircuit: true };
}
