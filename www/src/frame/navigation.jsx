import { parameters } from '../address.js';
import { permissions } from '../data/session.js';
import { Icon } from '../parts/icon.jsx';
import { Link } from '../parts/link.jsx';
import { firstFor, VIEWS } from '../views.js';

/** Every view, by group; those of other permissions too, for whoever wants to look around. */
export function Navigation({ open, close }) {
  const shown = parameters.value.view ?? firstFor(permissions.value);
  const listed = VIEWS.filter(({ hidden }) => !hidden);
  const groups = [...new Set(listed.map(({ group }) => group))];
  return (
    <nav
      id="navigation"
      onClick={close}
      class={open ? 'navigation open' : 'navigation'}
      aria-label="Views"
    >
      {groups.map((group) => (
        <section key={group} aria-label={group}>
          <p class="group-name" aria-hidden="true">
            {group}
          </p>
          <ul>
            {listed
              .filter((view) => view.group === group)
              .map(({ id, title, icon, for: who }) => (
                <li key={id}>
                  <Link
                    to={{ view: id }}
                    aria-current={id === shown ? 'page' : undefined}
                    class={who && !permissions.value.includes(who) ? 'elsewhere' : undefined}
                  >
                    <Icon name={icon} /> {title}
                  </Link>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
