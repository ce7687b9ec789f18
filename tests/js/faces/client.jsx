// Hydrates the page that the server rendered, and says what React had to repair.
import * as dom from 'react-dom/client';

import { App, desk, renders } from './clock.jsx';

const props = JSON.parse(document.getElementById('props').textContent);
for (const ticket of props.tickets) desk.put(ticket);
window.repaired = [];
window.renders = renders;
const onRecoverableError = (error) => window.repaired.push(String(error));
const root = dom.hydrateRoot(document.getElementById('root'), <App {...props} />, { onRecoverableError });
window.unmount = () => root.unmount();
