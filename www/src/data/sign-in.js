// Signing in at the issuer that a service trusts. The page never has more than a token that soon
// ends: what renews it, the browser keeps in a cookie that no script sees.
import { signal } from '@preact/signals';

import { Away, json, reach } from './http.js';
import { alone } from './turns.js';

/** Null, or why nobody is signed in: `{possible}`, whether one can sign in at this service. */
export const signedOut = signal(null);

/** Nobody is signed in. */
export class SignedOut extends Error {}

/** Tabs take turns: what renews a token is good for one time. */
const TURN = 'portal-sign-in';

/** A fresh token for whoever is signed in. */
export function freshToken() {
  return alone(TURN, async () => {
    const response = await reach('sign-in/token', { method: 'POST' });
    const body = await json(response);
    if (response.ok && body?.token) return body.token;
    if (!response.ok && response.status !== 404)
      throw new Away(`the service answers ${response.status}`);
    signedOut.value = { possible: response.ok };
    throw new SignedOut('nobody is signed in');
  });
}

/** Where signing in begins, and leads back from to this view. */
export const signInAddress = () => {
  const search = new URLSearchParams(location.search);
  search.delete('refused');
  return `api/v1/sign-in?${new URLSearchParams({ to: `?${search}` })}`;
};

/** Signs out; the answer is where to go for it, if the issuer wants to hear of it. */
export async function signOut() {
  const response = await alone(TURN, () => reach('sign-in', { method: 'DELETE' }));
  return (await json(response))?.to ?? null;
}
