// Shows the view that the address names, or says why it cannot.
import { Component } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { parameters, steps } from '../address.js';
import { become } from '../data/start.js';
import { identities, permissions } from '../data/session.js';
import { Empty, Failure, Loading } from '../parts/findings.jsx';
import { firstFor, VIEWS } from '../views.js';

const loaded = new Map();

export function Outlet() {
  const id = parameters.value.view ?? firstFor(permissions.value);
  const view = VIEWS.find((one) => one.id === id);
  useEffect(() => {
    document.title = `${view?.title ?? 'Not found'} · Service desk`;
  }, [view]);
  useEffect(() => {
    if (steps.value === 0) return;
    // As a new page would: it begins at the top, and the keyboard there, too.
    document.getElementById('content').focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [steps.value]);
  if (!view) return <Nowhere />;
  if (view.for && !permissions.value.includes(view.for)) return <Elsewhere view={view} />;
  return (
    <Catch key={id}>
      <Loaded view={view} />
    </Catch>
  );
}

function Nowhere() {
  return (
    <Empty whole title="There is no such view">
      The menu lists all there are.
    </Empty>
  );
}

function Loaded({ view }) {
  const [, draw] = useState(0);
  const [error, setError] = useState(null);
  const Shown = loaded.get(view.id);
  useEffect(() => {
    if (Shown) return;
    view.load().then((module) => {
      loaded.set(view.id, module.default);
      draw((count) => count + 1);
    }, setError);
  }, [view]);
  if (error) return <Failure error={error} retry={() => location.reload()} />;
  return Shown ? (
    <Shown parameters={parameters.value} />
  ) : (
    <Loading what={view.title.toLowerCase()} />
  );
}

/** Keeps a fault of one view from taking the others with it. */
class Catch extends Component {
  state = { error: null };

  static getDerivedStateFromError(error) {
    return { error };
  }

  render({ children }, { error }) {
    return error ? (
      <Failure error={error} retry={() => this.setState({ error: null })} />
    ) : (
      children
    );
  }
}

function Elsewhere({ view }) {
  const who = identities.value.find(({ roles }) => roles.includes(view.for));
  return (
    <Empty whole title={`${view.title} is for others`}>
      <p>Your role does not open this view.</p>
      {who && (
        <button type="button" onClick={() => become(who.id)}>
          Go on as {who.name}
        </button>
      )}
    </Empty>
  );
}
