import {
  ActionItem,
  ActionItems,
  ActionItemStatus,
  Incident,
  IncidentActionItemPage,
  IncidentSummary,
  ItemTeam,
  Progress,
  RelatedIncident,
  WorkflowState,
  reason,
} from '@backstage-incidents/incidents-common';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
const DAY = 24 * HOUR;

/** An instant so far from now; negative is the past. */
export function fromNow(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

/** Where a due date ends that is so many days from today, as Linear's days do in UTC. */
export function endOfDay(days: number): string {
  return new Date(
    (Math.floor(Date.now() / DAY) + days + 1) * DAY,
  ).toISOString();
}

/** Workflow states as a Linear team has them. */
export const states = {
  backlog: { name: 'Backlog', type: 'backlog', color: '#bec2c8' },
  todo: { name: 'Todo', type: 'unstarted', color: '#8a8f98' },
  inProgress: { name: 'In Progress', type: 'started', color: '#f2c94c' },
  inReview: { name: 'In Review', type: 'started', color: '#26b5ce' },
  done: { name: 'Done', type: 'completed', color: '#5e6ad2' },
  canceled: { name: 'Canceled', type: 'canceled', color: '#95a2b3' },
} satisfies Record<string, WorkflowState>;

/** Teams of the fixtures, each with its workflow in Linear's order. */
export const teams = {
  payments: {
    key: 'PAY',
    name: 'Payments',
    visibility: 'public',
    states: [
      states.backlog,
      states.todo,
      states.inProgress,
      states.inReview,
      states.done,
      states.canceled,
    ],
  },
  engineering: {
    key: 'ENG',
    name: 'Engineering',
    visibility: 'public',
    states: [
      { name: 'Triage', type: 'triage', color: '#fc7840' },
      states.todo,
      states.inProgress,
      { name: 'Shipped', type: 'completed', color: '#4cb782' },
      states.canceled,
      { name: 'Duplicate', type: 'duplicate', color: '#95a2b3' },
    ],
  },
} satisfies Record<string, ItemTeam>;

const STATE_OF_STATUS: Record<ActionItemStatus, WorkflowState> = {
  todo: states.todo,
  inProgress: states.inProgress,
  done: states.done,
  canceled: states.canceled,
};

/** A valid action item, with the given overrides. */
export function actionItem(
  overrides: Partial<ActionItem> & { identifier: string; title: string },
): ActionItem {
  const status = overrides.status ?? 'todo';
  const team = overrides.identifier.split('-')[0];
  return {
    id: `id-${overrides.identifier}`,
    url: `https://linear.app/acme/issue/${overrides.identifier}`,
    source: 'child',
    status,
    state: STATE_OF_STATUS[status],
    priority: 'none',
    team: { key: team, name: team === 'PAY' ? 'Payments' : 'Engineering' },
    overdue: false,
    createdAt: fromNow(-5 * DAY),
    updatedAt: fromNow(-2 * HOUR),
    ...(status === 'done' ? { completedAt: fromNow(-3 * HOUR) } : {}),
    ...(status === 'canceled' ? { canceledAt: fromNow(-4 * HOUR) } : {}),
    archived: false,
    ...overrides,
  };
}

/** Counts the items as the backend does. */
export function progressOf(items: readonly ActionItem[]): Progress {
  const count = (status: ActionItemStatus) =>
    items.filter(item => item.status === status).length;
  return {
    total: items.length,
    todo: count('todo'),
    inProgress: count('inProgress'),
    done: count('done'),
    canceled: count('canceled'),
    overdue: items.filter(item => item.overdue).length,
  };
}

/** People of the fixtures. */
export const people = {
  ada: { name: 'Ada Olsen', userRef: 'user:default/ada.olsen' },
  sam: { name: 'Sam Weber', userRef: 'user:default/sam.weber' },
  outsider: { name: 'Kim Larsson' },
};

/** Eight items that cover every kind of row. */
export function sampleItems(): ActionItem[] {
  return [
    actionItem({
      identifier: 'ENG-88',
      title: 'Retry budget for webhooks',
      source: 'related',
      priority: 'medium',
    }),
    actionItem({
      identifier: 'PAY-221',
      title: 'Alert on queue age, not on depth',
      status: 'inProgress',
      priority: 'high',
      assignee: people.sam,
      dueAt: fromNow(4 * DAY),
      dueSource: 'policy',
    }),
    actionItem({
      identifier: 'PAY-219',
      title: 'Add a circuit breaker to the ledger client',
      status: 'inProgress',
      state: states.inReview,
      priority: 'urgent',
      assignee: people.ada,
      dueAt: endOfDay(-4),
      dueSource: 'linear',
      overdue: true,
    }),
    actionItem({
      identifier: 'PAY-215',
      title: 'Write the customer notice',
      status: 'done',
      assignee: people.ada,
      completedAt: fromNow(-20 * HOUR),
    }),
    actionItem({
      identifier: 'PAY-216',
      title: 'Roll back the ledger migration',
      status: 'done',
      priority: 'urgent',
      assignee: people.sam,
      completedAt: fromNow(-2 * DAY),
    }),
    actionItem({
      identifier: 'PAY-217',
      title: 'Page the on-call of the card processor',
      status: 'done',
      assignee: people.outsider,
      completedAt: fromNow(-3 * DAY),
    }),
    actionItem({
      identifier: 'PAY-218',
      title: 'Rotate the processor certificate',
      status: 'done',
      completedAt: fromNow(-3.2 * DAY),
      archived: true,
    }),
    actionItem({
      identifier: 'ENG-90',
      title: 'Move the queue to its own cluster',
      status: 'canceled',
      source: 'blockedBy',
      canceledAt: fromNow(-1 * DAY),
    }),
  ];
}

/** Incidents related to the one of the fixtures. */
export function relatedIncidents(): RelatedIncident[] {
  return [
    {
      ref: 'INC-17',
      entityRef: 'incident:default/inc-17',
      title: 'Ledger writes are delayed',
      severity: 'sev2',
      status: 'postmortem',
      visibility: 'public',
      source: 'related',
    },
    {
      ref: 'INC-44',
      entityRef: 'incident:default/inc-44',
      title: 'Card numbers in a log of the processor',
      severity: 'sev1',
      status: 'active',
      visibility: 'private',
      source: 'blockedBy',
    },
  ];
}

/** A linked, freshly synced response. */
export function actionItems(overrides: Partial<ActionItems> = {}): ActionItems {
  const items = overrides.items ?? sampleItems();
  return {
    items,
    teams: [teams.payments, teams.engineering],
    relatedIncidents: [],
    progress: progressOf(items),
    parentIssue: {
      status: 'linked',
      identifier: 'PAY-214',
      url: 'https://linear.app/acme/issue/PAY-214',
      state: states.inProgress,
      team: { key: 'PAY', name: 'Payments', visibility: 'public' },
      route: {
        team: 'PAY',
        rule: 'payments',
        reason: reason('ruleMatched', {
          rule: 'payments',
          conditions: ['severity: sev1'],
        }),
      },
    },
    sync: {
      lastSuccessAt: fromNow(-20 * SECOND),
      lastAttemptAt: fromNow(-20 * SECOND),
      stale: false,
      refreshing: false,
    },
    ...overrides,
  };
}

/** A valid incident, with the given overrides. */
export function incident(overrides: Partial<Incident> = {}): Incident {
  const ref = overrides.ref ?? 'INC-42';
  return {
    ref,
    entityRef: `incident:default/${ref.toLocaleLowerCase('en-US')}`,
    version: 3,
    title: 'Checkout fails for card payments',
    summary:
      'Card payments have been failing with a 502 since the ledger deploy. Wallets still work.',
    severity: 'sev1',
    status: 'mitigated',
    visibility: 'public',
    lead: 'user:default/ada.olsen',
    reporter: 'user:default/sam.weber',
    participants: ['user:default/sam.weber', 'user:default/mira.chen'],
    affects: ['component:default/checkout', 'component:default/ledger'],
    labels: ['payments', 'customer-visible'],
    links: [
      { title: '#inc-42', url: 'https://chat.example.com/inc-42' },
      { title: 'Timeline', url: 'https://docs.example.com/inc-42' },
    ],
    startedAt: fromNow(-26 * HOUR),
    mitigatedAt: fromNow(-24.5 * HOUR),
    createdAt: fromNow(-25.9 * HOUR),
    updatedAt: fromNow(-2 * HOUR),
    parentIssue: actionItems().parentIssue,
    progress: progressOf(sampleItems()),
    ...overrides,
  };
}

/** A page of items of several incidents, in the order given. */
export function incidentActionItems(
  entries: Array<
    { ref: string; item: ActionItem } & Partial<Omit<IncidentSummary, 'ref'>>
  >,
): IncidentActionItemPage {
  return {
    items: entries.map(({ item, ...summary }) => ({
      actionItem: item,
      incident: {
        entityRef: `incident:default/${summary.ref.toLocaleLowerCase('en-US')}`,
        title: 'Checkout fails for card payments',
        severity: 'sev1',
        status: 'mitigated',
        visibility: 'public',
        ...summary,
      },
    })),
    totalItems: entries.length,
    overdueItems: entries.filter(({ item }) => item.overdue).length,
  };
}
