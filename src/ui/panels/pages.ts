/** The pages, as the navigation and the command palette name them. */
export const PAGES = [
  { href: '/', label: 'Overview' },
  { href: '/database', label: 'Database' },
  { href: '/client', label: 'Client' },
  { href: '/endpoints', label: 'Endpoints' },
  { href: '/indexes', label: 'Indexes' },
  { href: '/runs', label: 'Runs' },
  { href: '/sign-off', label: 'Sign-off' },
  { href: '/notifications', label: 'Notifications' },
];
