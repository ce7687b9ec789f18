import { render } from 'preact';

import { start } from './data/start.js';
import { App } from './frame/app.jsx';
import { Failure, Findings } from './parts/findings.jsx';

const place = document.getElementById('app');

function show(what) {
  place.replaceChildren();
  render(what, place);
}

try {
  const opened = await start();
  if (opened.ok) show(<App />);
  else show(<Findings title="The policy is refused" errors={opened.errors} />);
} catch (error) {
  show(<Failure error={error} retry={() => location.reload()} />);
  throw error;
}

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
}
