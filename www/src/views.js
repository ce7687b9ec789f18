// Every view of the portal. A view loads when it is opened.

export const VIEWS = [
  {
    id: 'home', title: 'My tickets', icon: 'home', group: 'Help',
    load: () => import('./views/home/home.jsx'),
  },
  {
    id: 'report', title: 'Report something', icon: 'new', group: 'Help',
    load: () => import('./views/report/report.jsx'),
  },
  {
    id: 'queue', title: 'Queue', icon: 'queue', group: 'Desk', for: 'agent',
    load: () => import('./views/queue/queue.jsx'),
  },
  {
    id: 'new', title: 'New ticket', icon: 'new', group: 'Desk', for: 'agent',
    load: () => import('./views/new/new.jsx'),
  },
  { id: 'ticket', title: 'Ticket', hidden: true, load: () => import('./views/ticket/ticket.jsx') },
  {
    id: 'lifecycle', title: 'Lifecycle', icon: 'chart', group: 'Desk',
    load: () => import('./views/lifecycle/lifecycle.jsx'),
  },
  {
    id: 'problems', title: 'Problem candidates', icon: 'problem', group: 'Service', for: 'agent',
    load: () => import('./views/problems/problems.jsx'),
  },
  {
    id: 'security', title: 'Security', icon: 'security', group: 'Service', for: 'securityOfficer',
    load: () => import('./views/security/security.jsx'),
  },
  {
    id: 'month', title: 'Monthly report', icon: 'report', group: 'Service', for: 'serviceManager',
    load: () => import('./views/month/month.jsx'),
  },
  {
    id: 'policy', title: 'Policy', icon: 'policy', group: 'Service', for: 'serviceManager',
    load: () => import('./views/policy/policy.jsx'),
  },
  {
    id: 'about', title: 'About', icon: 'about', group: 'Portal',
    load: () => import('./views/about/about.jsx'),
  },
];

/** The view that somebody starts with. */
export function firstFor(permissions) {
  return permissions.includes('agent') ? 'queue' : 'home';
}
