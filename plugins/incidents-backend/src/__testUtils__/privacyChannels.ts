/** How a channel was looked at: by the canary, or by a test of the package that owns it. */
type Look =
  | { by: 'canary'; how: string }
  | { by: 'test'; file: string; title: string };

/** A way on which something of a private incident could leave. */
export interface PrivacyChannel {
  channel: string;
  reader: string;
  /** What of a private incident is there. */
  holds: string;
  look: Look;
}

const canary = (how: string) => ({ by: 'canary' as const, how });
const test = (file: string, title: string) => ({
  by: 'test' as const,
  file,
  title,
});

/**
 * Every channel, by name: `http/canary.test.ts` searches those that the backend
 * feeds and checks that the other tests are there; the table of `docs/privacy.md`
 * is generated from it.
 */
export const privacyChannels = {
  http: {
    channel: 'HTTP responses to other people',
    reader: 'every signed-in user, guests too',
    holds: 'nothing: it is absent, word for word as one that never was',
    look: canary(
      'every operation of the API as a stranger and as a guest, after every step, and linking and attaching its issues',
    ),
  },
  service: {
    channel: 'HTTP responses to services',
    reader: 'services that act for themselves',
    holds: 'reference, entity ref, “Private incident”, `visibility`',
    look: canary('every operation of the API as a service, after every step'),
  },
  former: {
    channel: 'HTTP responses to people who have lost access',
    reader: 'a former participant',
    holds: 'nothing, on a repeat with an `Idempotency-Key` either',
    look: canary(
      'creates an item, is removed, repeats the request, sends every operation',
    ),
  },
  failures: {
    channel: 'Bodies of failures (5xx)',
    reader: 'anyone who makes the request',
    holds: "a code and an id, never Linear's or the database's message",
    look: canary(
      'requests of readers while Linear, the catalog and the database fail with messages that quote it',
    ),
  },
  status: {
    channel: '`GET /linear/status`',
    reader: 'operators',
    holds:
      'reference, kind of job, code of the reason, instants; no rule, team, person or title',
    look: canary(
      'after every step, with jobs that wait and jobs that need attention',
    ),
  },
  openApi: {
    channel: '`GET /openapi.json`',
    reader: 'everyone signed in',
    holds: 'nothing',
    look: canary('at the end'),
  },
  actions: {
    channel: 'Registry actions (agents through MCP)',
    reader: 'anyone who calls them',
    holds: 'as over HTTP',
    look: canary('every action as a stranger and as a service'),
  },
  events: {
    channel: 'Events, topic `incidents`',
    reader: 'every backend plugin',
    holds: '`incident.updated` and its reference',
    look: canary('a subscriber; each event is exactly that'),
  },
  signals: {
    channel: 'Signals, channel `incidents`',
    reader: 'open pages',
    holds:
      'type and reference, addressed to those who may see it; nothing is broadcast',
    look: canary('what was published, with its recipients'),
  },
  notifications: {
    channel: 'Notifications to others, and their mail and chat',
    reader: 'recipients, operators',
    holds:
      'nothing; assignees of its items get the identifier of their own issue, operators its reference when a job of it needs attention',
    look: canary(
      'reminders, assignments, closing, failed jobs: all that was sent to anyone but its readers',
    ),
  },
  logs: {
    channel: 'Logs, at every level',
    reader: 'people who read logs',
    holds: 'reference, ids, kinds of jobs, codes',
    look: canary('every line of the backend with its fields and errors'),
  },
  metrics: {
    channel: 'Metrics',
    reader: 'people who read metrics',
    holds: 'nothing; numbers over everything',
    look: canary('names, descriptions, values and attributes'),
  },
  auditor: {
    channel: 'Audit log',
    reader: 'auditors',
    holds:
      'reference, ids in Linear, changed fields by name, entity ref of who acted',
    look: canary('every event without its `principal`'),
  },
  parentIssue: {
    channel: 'Linear: its parent issue',
    reader: 'members of the Linear team',
    holds:
      'that it exists, its number, team and project that routing chose, state; more only by `privacy.showInLinear`',
    look: canary(
      'title, description, assignee, priority, labels, attachments, comments',
    ),
  },
  formerParents: {
    channel: 'Linear: former parent issues that Backstage created',
    reader: 'members of the Linear team',
    holds: 'the same',
    look: canary('the same, after unlinking and creating a new one'),
  },
  linearRequests: {
    channel: 'Linear: what is sent',
    reader: 'Linear',
    holds:
      'titles of action items that people type; email addresses of its people, to find them',
    look: canary('the variables of every request while it is private'),
  },
  items: {
    channel: 'Linear: sub-issues and related issues',
    reader: 'members of the Linear team',
    holds: "what people type there: action items are Linear's",
    look: canary('its title is there, so that the search is known to find it'),
  },
  database: {
    channel: 'Database, beside the content of incidents',
    reader: 'database operators, support',
    holds:
      'ids, codes; entity refs of people and of what is affected, as keys; the rule that applied',
    look: canary(
      'reasons of jobs after every step; at the end every row, but for those keys and the rule',
    ),
  },
  catalog: {
    channel: 'Catalog entity',
    reader: 'everyone who reads the catalog',
    holds: 'name, “Private incident”, `visibility`, two annotations',
    look: test(
      'plugins/catalog-backend-module-incidents/src/toIncidentEntity.test.ts',
      'takes of a private incident nothing but its reference, whatever it receives',
    ),
  },
  catalogRelations: {
    channel: 'Catalog relations',
    reader: 'everyone who reads the catalog',
    holds: 'nothing',
    look: test(
      'plugins/catalog-backend-module-incidents/src/module.test.ts',
      'shows incidents in a running catalog, those declared later within seconds',
    ),
  },
  searchDocuments: {
    channel: 'Search documents',
    reader: 'the search engine',
    holds: 'nothing: it is not indexed',
    look: test(
      'plugins/search-backend-module-incidents/src/createIncidentCollator.test.ts',
      'leave private incidents out, and are never none, since that would keep the old ones',
    ),
  },
  searchResults: {
    channel: 'Search results',
    reader: 'everyone who searches',
    holds: 'nothing, at once after it turns private',
    look: test(
      'plugins/search-backend-module-incidents/src/module.test.ts',
      'finds an incident, and no longer once it is private, without waiting for the schedule',
    ),
  },
  task: {
    channel: 'Scaffolder: log, outputs and checkpoints of a task',
    reader: 'people who can read tasks',
    holds: 'reference and address of its parent issue',
    look: test(
      'plugins/scaffolder-backend-module-incidents/src/actions/createIncidentAction.test.ts',
      'keeps the content of a private incident out of log, outputs and checkpoints',
    ),
  },
  itemTask: {
    channel: 'Scaffolder: the same of a task that creates action items',
    reader: 'people who can read tasks',
    holds: 'identifier and address of the item, whose title is Linear’s',
    look: test(
      'plugins/scaffolder-backend-module-incidents/src/actions/createActionItemAction.test.ts',
      'puts nothing of an item into its log but the identifier',
    ),
  },
  template: {
    channel: 'Scaffolder: parameters of a task',
    reader: 'people who can read tasks',
    holds:
      'nothing by the shipped template; by a template of your own, what it passes on: the action warns',
    look: test(
      'packages/app/e2e-tests/declare-incident.test.ts',
      'the template declares public incidents only and leads to the dialog for private ones',
    ),
  },
  pages: {
    channel: 'Pages in the browser',
    reader: 'every signed-in user',
    holds: 'nothing; its page says “You don’t have access to this incident”',
    look: test(
      'packages/app/e2e-tests/private-incident.test.ts',
      'is on no page',
    ),
  },
  mcp: {
    channel: 'The MCP endpoint',
    reader: 'agents',
    holds: 'as over HTTP',
    look: test(
      'packages/app/e2e-tests/agents.test.ts',
      'acts as a service too, which sees that a private incident exists and no more',
    ),
  },
} satisfies Record<string, PrivacyChannel>;

/** Names of the channels that the canary searches. */
export type SearchedChannel = {
  [K in keyof typeof privacyChannels]: (typeof privacyChannels)[K]['look'] extends {
    by: 'test';
  }
    ? never
    : K;
}[keyof typeof privacyChannels];
