import { Knex } from 'knex';

const DAY = 24 * 60 * 60_000;
const CHUNK = 500;
const SEVERITIES = ['sev1', 'sev2', 'sev3', 'sev4', 'sev5'];

/**
 * Incidents of two years with their parent issues and action items: one in ten
 * is open, one in twenty private, one item in five open. The same at every run.
 */
export async function seedIncidents(
  knex: Knex,
  size: { incidents: number; itemsPerIncident: number },
): Promise<void> {
  const now = Date.now();
  const numbers = Array.from(
    { length: size.incidents },
    (_, index) => index + 1,
  );
  const startedAt = (number: number) =>
    new Date(now - ((size.incidents - number) / size.incidents) * 730 * DAY);
  const insert = (table: string, rows: object[]) =>
    knex.batchInsert(table, rows, isSqlite(knex) ? 100 : CHUNK);

  for (let from = 0; from < numbers.length; from += CHUNK) {
    const chunk = numbers.slice(from, from + CHUNK);
    await insert(
      'incidents',
      chunk.map(number => ({
        number,
        version: 1,
        title: `Component ${number % 500} answers ${
          number % 3 === 0 ? 'slowly' : 'with errors'
        }`,
        summary:
          `Since this morning, request ${number} of the checkout fails. `.repeat(
            5,
          ),
        severity: SEVERITIES[pick(number, 1, 5)],
        status:
          pick(number, 2, 10) === 0
            ? ['active', 'mitigated', 'postmortem'][pick(number, 3, 3)]
            : 'done',
        visibility: pick(number, 4, 20) === 0 ? 'private' : 'public',
        lead: userRef(pick(number, 5, 200)),
        reporter: userRef(pick(number, 6, 200)),
        links: '[]',
        started_at: startedAt(number),
        created_at: startedAt(number),
        updated_at: startedAt(number),
      })),
    );
    await insert(
      'incident_participants',
      chunk.map(number => ({
        incident_number: number,
        user_ref: userRef(pick(number, 7, 200)),
        position: 0,
      })),
    );
    await insert(
      'incident_affected_entities',
      chunk.map(number => ({
        incident_number: number,
        entity_ref: `component:default/component-${number % 500}`,
        position: 0,
      })),
    );
    await insert(
      'incident_labels',
      chunk.flatMap(number => [
        {
          incident_number: number,
          label: `label-${pick(number, 8, 25)}`,
          position: 0,
        },
        {
          incident_number: number,
          label: `label-${25 + pick(number, 9, 25)}`,
          position: 1,
        },
      ]),
    );
    await insert(
      'parent_issues',
      chunk.map(number => parentIssue(number, startedAt(number))),
    );
    await insert(
      'action_items',
      chunk.flatMap(number =>
        Array.from({ length: size.itemsPerIncident }, (_, index) =>
          actionItem({ number, index, startedAt: startedAt(number) }),
        ),
      ),
    );
  }
  // What autovacuum would have done by then.
  if (!isSqlite(knex)) await knex.raw('analyze');
}

function parentIssue(number: number, at: Date): object {
  const team = `TEAM${pick(number, 10, 20)}`;
  const id = `parent-${number}`;
  return {
    issue_id: id,
    incident_number: number,
    is_current: true,
    version: 1,
    status: 'linked',
    origin: 'created',
    fields: '{}',
    team_key: team,
    observed: JSON.stringify({
      id,
      identifier: `${team}-${number}`,
      title: `[INC-${number}] Component answers with errors`,
      description: 'Since this morning requests fail. '.repeat(30),
      url: `https://linear.app/acme/issue/${team}-${number}`,
      state: { id: 'state', name: 'Done', type: 'completed', color: '#5e6ad2' },
      team: { id: team, key: team, name: team, visibility: 'public' },
    }),
    created_at: at,
    updated_at: at,
  };
}

function actionItem(of: {
  number: number;
  index: number;
  startedAt: Date;
}): object {
  const seed = of.number * 10 + of.index;
  const createdAt = new Date(of.startedAt.getTime() + of.index * 60 * 60_000);
  const status = ['todo', 'inProgress', 'canceled', 'done'][
    Math.min(3, pick(seed, 11, 10))
  ];
  const closedAt = new Date(createdAt.getTime() + pick(seed, 12, 30) * DAY);
  const assignee = userRef(pick(seed, 13, 200));
  return {
    incident_number: of.number,
    issue_id: `item-${seed}`,
    source: ['child', 'related', 'blockedBy', 'child'][pick(seed, 14, 4)],
    identifier: `PAY-${seed}`,
    title: `Follow up number ${seed}, with a title of the usual length`,
    url: `https://linear.app/acme/issue/PAY-${seed}`,
    status,
    state_id: 'state',
    state_name: 'Todo',
    state_type: 'unstarted',
    state_color: '#888888',
    priority: 'medium',
    assignee_id: assignee,
    assignee_name: assignee,
    assignee_ref: assignee,
    team_id: 'team',
    team_key: 'PAY',
    team_name: 'Payments',
    due_at:
      pick(seed, 15, 3) === 0 ? null : new Date(createdAt.getTime() + 28 * DAY),
    issue_created_at: createdAt,
    issue_updated_at: closedAt,
    completed_at: status === 'done' ? closedAt : null,
    canceled_at: status === 'canceled' ? closedAt : null,
    archived: false,
    content_hash: 'hash',
    first_seen_at: createdAt,
    changed_at: closedAt,
  };
}

export function userRef(index: number): string {
  return `user:default/user-${index}`;
}

/** One of the first `choices` whole numbers, spread evenly, another for each `salt`. */
function pick(seed: number, salt: number, choices: number): number {
  let mixed = Math.imul(seed ^ (salt * 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % choices;
}

function isSqlite(knex: Knex): boolean {
  return String(knex.client.config.client).includes('sqlite');
}
