import { effect } from '@preact/signals';
import { render } from 'preact';

import { SignedOut, signedOut } from './data/sign-in.js';
import { start } from './data/start.js';
import { App } from './frame/app.jsx';
import { SignIn } from './frame/sign-in.jsx';
import { Failure, Findings } from './parts/findings.jsx';

const place = document.getElementById('app');

let begun = false;

function show(what) {
  // What the page says until it has begun.
  if (!begun) place.replaceChildren();
  begun = true;
  render(what, place);
}

effect(() => {
  if (signedOut.value) show(<SignIn {...signedOut.value} />);
});

try {
  const opened = await start();
  if (opened.ok) show(<App />);
  else show(<Findings title="The policy is refused" errors={opened.errors} />);
} catch (error) {
  if (!(error instanceof SignedOut)) {
    show(<Failure error={error} retry={() => location.reload()} />);
    throw error;
  }
}

if ('serviceWorker' in navigator && import.meta.env.PROD) {
  navigator.serviceWorker.register(new URL('service-worker.js', document.baseURI));
}
