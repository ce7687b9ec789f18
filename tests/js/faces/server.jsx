// Renders the page on a server, as text on standard output.
import { readFileSync } from 'node:fs';

import { renderToString } from 'react-dom/server';

import { App } from './clock.jsx';

const props = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(renderToString(<App {...props} />));
