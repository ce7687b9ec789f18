import { fileURLToPath } from 'node:url';

// Other lock files stand further up; this folder is the whole of the project.
const root = fileURLToPath(new URL('.', import.meta.url));

export default { outputFileTracingRoot: root, turbopack: { root } };
