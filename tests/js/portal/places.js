import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

register('./package-hook.js', import.meta.url);

export const root = fileURLToPath(new URL('../../..', import.meta.url));
