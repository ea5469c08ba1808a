/** An account of the demo host. */
export type DemoAccount = {
  /** Stable key. The browser remembers it between reloads. */
  id: string;
  displayName: string;
  /** One line that describes the person. */
  role: string;
  /** Path below the auth backend that responds with a session. */
  refreshPath: string;
};

function person(options: {
  name: string;
  displayName: string;
  role: string;
}): DemoAccount {
  return {
    id: options.name,
    displayName: options.displayName,
    role: options.role,
    refreshPath: `demo/refresh?user=${encodeURIComponent(options.name)}`,
  };
}

/** The fictitious people of `examples/org.yaml`, and Guest. */
export const demoAccounts: readonly DemoAccount[] = [
  person({ name: 'ada.olsen', displayName: 'Ada Olsen', role: 'SRE' }),
  person({ name: 'sam.weber', displayName: 'Sam Weber', role: 'SRE' }),
  person({ name: 'priya.nair', displayName: 'Priya Nair', role: 'Payments' }),
  person({ name: 'jonas.lind', displayName: 'Jonas Lind', role: 'Payments' }),
  person({ name: 'mei.tanaka', displayName: 'Mei Tanaka', role: 'Search' }),
  person({ name: 'omar.haddad', displayName: 'Omar Haddad', role: 'Search' }),
  {
    id: 'guest',
    displayName: 'Guest',
    role: 'No team',
    refreshPath: 'guest/refresh',
  },
];
