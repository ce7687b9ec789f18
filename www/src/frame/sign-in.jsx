// What is there while nobody is signed in.
import { parameters } from '../address.js';
import { signInAddress } from '../data/sign-in.js';
import { Icon } from '../parts/icon.jsx';
import { Empty } from '../parts/findings.jsx';

const REFUSED = {
  access_denied: 'The sign-in was not finished, or you may not use this service.',
  late: 'The sign-in took too long, or was begun elsewhere.',
  large: 'Your token is too large for this browser to keep. Tell who runs the service.',
};

export function SignIn({ possible }) {
  const { refused } = parameters.value;
  return (
    <main id="content" class="sign-in" tabindex="-1">
      <p class="brand">
        <img src="./icon.svg" alt="" width="24" height="24" /> <span>Service desk</span>
      </p>
      {refused && (
        <p class="findings bad" role="alert">
          {REFUSED[refused] ?? 'The sign-in did not work.'}
        </p>
      )}
      {possible ? (
        <Empty whole title="You are not signed in">
          <p>Tickets are for people whom this service knows.</p>
          <a class="button main" href={signInAddress()}>
            <Icon name="person" /> Sign in
          </a>
        </Empty>
      ) : (
        <Empty whole title="This service has no sign-in">
          <p>
            Whoever runs it has to name this portal to the issuer of its tokens:{' '}
            <code>DESK_CLIENT</code>.
          </p>
        </Empty>
      )}
    </main>
  );
}
