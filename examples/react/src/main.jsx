import { createRoot } from 'react-dom/client';

import { App } from './App.jsx';
import { decide } from './engine.js';

const facts = { impact: 'high', urgency: 'medium', shortDescription: 'VPN drops every hour' };
const { value } = decide(null, { type: 'open', id: 'INC-1', kind: 'incident', facts });
createRoot(document.getElementById('root')).render(<App opened={value.ticket} />);
