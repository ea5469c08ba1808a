const uuid = number =>
  `5eed0000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

const person = name => `user:default/${name}`;
const component = name => `component:default/${name}`;
const mail = name => `${name}@example.com`;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The instant so many milliseconds before the first start. */
const ago = milliseconds => new Date(Date.now() - milliseconds).toISOString();

/** The date so many days after the first start. */
const inDays = days =>
  new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

/** Linear's priorities. */
const priority = { none: 0, urgent: 1, high: 2, medium: 3, low: 4 };

/**
 * The demo's incidents with their action items. Titles and keys are what a
 * later start recognizes them by: change both or none.
 */
export const demoIncidents = [
  {
    key: 'checkout-errors',
    title: 'Checkout answers 502 for one order in ten',
    summary:
      'Orders with more than 20 positions time out at the ledger. Retries make it worse.',
    severity: 'sev1',
    status: 'active',
    lead: person('priya.nair'),
    participants: [person('sam.weber')],
    startedAt: ago(3 * HOUR),
    affects: [component('checkout'), component('ledger')],
    actionItems: [
      {
        id: uuid(1),
        title: 'Limit retries of the booking call',
        stateType: 'started',
        assignee: mail('jonas.lind'),
        priority: priority.urgent,
        dueDate: inDays(1),
      },
      {
        id: uuid(2),
        title: 'Book large orders in batches',
        stateType: 'unstarted',
        assignee: mail('priya.nair'),
        priority: priority.high,
      },
      {
        id: uuid(3),
        title: 'Roll back the ledger release',
        stateType: 'completed',
        assignee: mail('sam.weber'),
        priority: priority.urgent,
      },
    ],
  },
  {
    key: 'stale-search',
    title: 'Search shows products that are sold out',
    severity: 'sev3',
    status: 'mitigated',
    lead: person('mei.tanaka'),
    startedAt: ago(2 * DAY),
    affects: [component('search-index'), component('storefront')],
    actionItems: [
      {
        id: uuid(11),
        title: 'Alert when the index is older than ten minutes',
        stateType: 'unstarted',
        assignee: mail('omar.haddad'),
        priority: priority.medium,
        dueDate: inDays(5),
      },
      {
        id: uuid(12),
        title: 'Rebuild the index',
        stateType: 'completed',
        assignee: mail('mei.tanaka'),
        priority: priority.high,
      },
    ],
  },
  {
    key: 'slow-storefront',
    title: 'Storefront loads slowly in the evening',
    severity: 'sev2',
    status: 'postmortem',
    lead: person('ada.olsen'),
    participants: [person('mei.tanaka'), person('priya.nair')],
    startedAt: ago(12 * DAY),
    affects: [component('storefront')],
    actionItems: [
      {
        id: uuid(21),
        title: 'Write down the timeline',
        stateType: 'started',
        assignee: mail('ada.olsen'),
        priority: priority.medium,
        dueDate: inDays(-3),
      },
      {
        id: uuid(22),
        title: 'Cache category pages',
        stateType: 'backlog',
        assignee: undefined,
        priority: priority.low,
      },
    ],
  },
  {
    key: 'certificate',
    title: 'Certificate of the ledger ran out',
    severity: 'sev2',
    status: 'done',
    lead: person('jonas.lind'),
    startedAt: ago(30 * HOUR),
    affects: [component('ledger')],
    actionItems: [
      {
        id: uuid(31),
        title: 'Renew certificates by themselves',
        stateType: 'completed',
        assignee: mail('jonas.lind'),
        priority: priority.high,
      },
    ],
  },
  {
    key: 'leaked-key',
    title: 'A key of the payment provider was pushed to a repository',
    severity: 'sev2',
    status: 'active',
    visibility: 'private',
    lead: person('sam.weber'),
    participants: [person('priya.nair')],
    startedAt: ago(20 * HOUR),
    affects: [component('checkout')],
    actionItems: [
      {
        id: uuid(41),
        title: 'Rotate what was exposed',
        stateType: 'completed',
        assignee: mail('priya.nair'),
        priority: priority.urgent,
      },
      {
        id: uuid(42),
        title: 'Scan repositories before they are pushed',
        stateType: 'unstarted',
        assignee: mail('sam.weber'),
        priority: priority.high,
      },
    ],
  },
];
