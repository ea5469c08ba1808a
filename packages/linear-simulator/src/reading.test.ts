import { z } from 'zod';
import { Simulation, TestClock } from './testing/simulation';

const connectionOf = z.object({
  issues: z.object({
    pageInfo: z.object({
      hasNextPage: z.boolean(),
      endCursor: z.string().nullable(),
      startCursor: z.string().nullable().optional(),
    }),
    nodes: z.array(z.object({ identifier: z.string() })),
  }),
});

describe('reading', () => {
  const clock = new TestClock('2026-03-01T10:00:00Z');
  let linear: Simulation;

  beforeAll(async () => {
    linear = await Simulation.start({ now: clock.now });
    const { store } = linear;
    const make = (title: string, parent?: string) => {
      clock.advance(60_000);
      return store.createIssue({ team: 'INC', title, parent });
    };
    make('Parent one');
    make('Parent two');
    make('Child of one', 'INC-1');
    make('Second child of one', 'INC-1');
    make('Child of two', 'INC-2');
    clock.advance(30_000);
    store.updateIssue('INC-1', { title: 'Parent one, renamed' });
    clock.advance(30_000);
    store.attach('INC-1', { title: 'Incident', url: 'https://b.test/inc-1' });
    store.attach('INC-2', { title: 'Other', url: 'https://else.test/2' });
    store.updateIssue('INC-5', {
      assignee: 'ada.olsen@example.com',
      labels: ['incident'],
      state: 'In Progress',
      dueDate: '2026-03-09',
    });
    store.relate('INC-3', 'INC-5', 'blocks');
  });

  afterAll(() => linear.close());

  const id = (identifier: string) => linear.store.issue(identifier).id;

  it('lists newest first by creation unless asked otherwise', async () => {
    expect(await linear.issues('first: 3')).toEqual([
      'INC-5',
      'INC-4',
      'INC-3',
    ]);
    expect(await linear.issues('orderBy: updatedAt, first: 2')).toEqual([
      'INC-5',
      'INC-1',
    ]);
    expect(
      await linear.issues('sort: [{updatedAt: {order: Ascending}}], first: 2'),
    ).toEqual(['INC-2', 'INC-3']);
  });

  it.each([
    ['id: {in: ["$1", "$4"]}', ['INC-4', 'INC-1']],
    ['id: {eq: "$2"}', ['INC-2']],
    ['id: {in: ["INC-1"]}', []],
    ['parent: {id: {in: ["$1"]}}', ['INC-4', 'INC-3']],
    ['parent: {id: {eq: "$2"}}', ['INC-5']],
    ['parent: {null: true}', ['INC-2', 'INC-1']],
    ['parent: {team: {key: {eq: "INC"}}}', ['INC-5', 'INC-4', 'INC-3']],
    ['team: {key: {eq: "PAY"}}', []],
    ['team: {key: {eq: "INC"}}, number: {eq: 3}', ['INC-3']],
    ['team: {key: {in: ["PAY", "INC"]}}, number: {lt: 2}', ['INC-1']],
    ['attachments: {some: {url: {eq: "https://b.test/inc-1"}}}', ['INC-1']],
    ['attachments: {some: {url: {startsWith: "https://b."}}}', ['INC-1']],
    [
      'parent: {attachments: {some: {url: {startsWith: "https://b."}}}}',
      ['INC-4', 'INC-3'],
    ],
    ['attachments: {length: {gt: 0}}', ['INC-2', 'INC-1']],
    ['assignee: {email: {eq: "ada.olsen@example.com"}}', ['INC-5']],
    ['assignee: {null: false}', ['INC-5']],
    ['labels: {some: {name: {eq: "incident"}}}', ['INC-5']],
    ['state: {type: {eq: "started"}}', ['INC-5']],
    ['state: {name: {eqIgnoreCase: "in progress"}}', ['INC-5']],
    ['state: {type: {nin: ["backlog"]}}', ['INC-5']],
    ['dueDate: {lte: "2026-03-09"}', ['INC-5']],
    ['dueDate: {null: false}', ['INC-5']],
    ['title: {containsIgnoreCase: "RENAMED"}', ['INC-1']],
    ['updatedAt: {gte: "2026-03-01T10:05:30Z"}', ['INC-5', 'INC-1']],
    ['updatedAt: {gt: "2026-03-01T10:06:00Z"}', []],
    ['updatedAt: {gte: "-PT1M"}', ['INC-5', 'INC-1']],
    ['createdAt: {lt: "2026-03-01T10:02:00Z"}', ['INC-1']],
    ['hasBlockingRelations: {eq: true}', ['INC-3']],
    ['hasBlockedByRelations: {eq: true}', ['INC-5']],
    ['hasRelatedRelations: {eq: true}', []],
    ['or: [{id: {eq: "$1"}}, {parent: {id: {eq: "$2"}}}]', ['INC-5', 'INC-1']],
    ['and: [{number: {gt: 1}}, {number: {lt: 3}}]', ['INC-2']],
    [
      'updatedAt: {gte: "2026-03-01T10:05:30Z"}, or: [{parent: {id: {in: ["$1"]}}}, {id: {in: ["$1"]}}]',
      ['INC-1'],
    ],
    ['children: {some: {state: {type: {eq: "started"}}}}', ['INC-2']],
  ])('filters by %s', async (filter, expected) => {
    const text = filter.replace(/\$(\d)/g, (_, n) => id(`INC-${n}`));
    expect(await linear.issues(`filter: {${text}}`)).toEqual(expected);
    const inIndex = await linear.issues(
      `filter: {${text}}, sort: [{updatedAt: {order: Ascending}}]`,
    );
    expect(new Set(z.array(z.string()).parse(inIndex))).toEqual(
      new Set(expected),
    );
  });

  it.each([
    'orderBy: updatedAt',
    'orderBy: createdAt',
    'sort: [{updatedAt: {order: Ascending}}]',
    'sort: [{title: {order: Ascending}}]',
    'filter: {number: {gt: 0}}',
    'filter: {team: {key: {eq: "INC"}}}, orderBy: updatedAt',
  ])('pages through everything once with %s', async order => {
    const seen: string[] = [];
    let after = '';
    for (let pages = 0; pages < 10; pages++) {
      const data = await linear.data(
        `{ issues(first: 2, ${order}${after}) { pageInfo { hasNextPage endCursor } nodes { identifier } } }`,
      );
      const { issues } = connectionOf.parse(data);
      seen.push(...issues.nodes.map(node => node.identifier));
      if (!issues.pageInfo.hasNextPage) break;
      after = `, after: "${issues.pageInfo.endCursor}"`;
    }
    expect(seen).toHaveLength(5);
    expect(new Set(seen).size).toBe(5);
  });

  it('pages backwards with last and before', async () => {
    const last = connectionOf.parse(
      await linear.data(
        '{ issues(last: 2) { pageInfo { hasNextPage endCursor startCursor } nodes { identifier } } }',
      ),
    ).issues;
    expect(last.nodes.map(node => node.identifier)).toEqual(['INC-2', 'INC-1']);
    expect(
      await linear.issues(`last: 2, before: "${last.pageInfo.startCursor}"`),
    ).toEqual(['INC-4', 'INC-3']);
  });

  it.each(['first: 0', 'first: 251', 'last: 251', 'first: 1, after: "x"'])(
    'refuses %s as an argument on HTTP 200',
    async argument => {
      const answer = await linear.ask(
        `{ issues(${argument}) { nodes { id } } }`,
      );
      expect(answer.status).toBe(200);
      expect(answer.data).toBeNull();
      expect(answer.errors?.[0].extensions).toMatchObject({
        code: 'INVALID_INPUT',
        type: 'invalid input',
      });
    },
  );

  it('refuses lists of more than 250 ids', async () => {
    const ids = Array.from({ length: 251 }, () => id('INC-1'));
    const answer = await linear.ask(
      'query Many($ids: [ID!]!) { issues(filter: {id: {in: $ids}}) { nodes { id } } }',
      { ids },
    );
    expect(answer.errors?.[0].extensions?.code).toBe('INVALID_INPUT');
  });

  it('resolves an issue by UUID and by identifier in any letter case', async () => {
    for (const reference of [id('INC-1'), 'INC-1', 'inc-1']) {
      expect(
        await linear.data(`{ issue(id: "${reference}") { identifier } }`),
      ).toEqual({ issue: { identifier: 'INC-1' } });
    }
  });

  it('nulls the whole data on HTTP 200 when an issue is not found', async () => {
    const answer = await linear.ask(
      '{ viewer { id } issue(id: "INC-999") { id } }',
    );
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors?.[0]).toMatchObject({
      message: 'Entity not found: Issue',
      extensions: { type: 'invalid input', code: 'INPUT_ERROR' },
    });
  });

  it('keeps relations on the side that made them', async () => {
    const data = await linear.data(
      `{ from: issue(id: "INC-3") { relations { nodes { type relatedIssue { identifier } } } inverseRelations { nodes { id } } }
         to: issue(id: "INC-5") { relations { nodes { id } } inverseRelations { nodes { type issue { identifier } } } }
         issueRelations { nodes { type issue { identifier } relatedIssue { identifier } } } }`,
    );
    expect(data).toEqual({
      from: {
        relations: {
          nodes: [{ type: 'blocks', relatedIssue: { identifier: 'INC-5' } }],
        },
        inverseRelations: { nodes: [] },
      },
      to: {
        relations: { nodes: [] },
        inverseRelations: {
          nodes: [{ type: 'blocks', issue: { identifier: 'INC-3' } }],
        },
      },
      issueRelations: {
        nodes: [
          {
            type: 'blocks',
            issue: { identifier: 'INC-3' },
            relatedIssue: { identifier: 'INC-5' },
          },
        ],
      },
    });
  });

  it('answers the start-up probe in one request', async () => {
    const data = await linear.data(
      `query Probe($keys: [String!]!) { viewer { id name app } organization { id urlKey name }
        rateLimitStatus { kind limits { type allowedAmount remainingAmount reset } }
        teams(filter: {key: {in: $keys}}, first: 20) { nodes { id key name visibility triageEnabled autoCloseParentIssues
          autoCloseChildIssues defaultIssueState { name } states(first: 50) { nodes { name type position } } } } }`,
      { keys: ['PAY', 'NONE'] },
    );
    expect(data).toMatchObject({
      viewer: { app: true },
      organization: { urlKey: 'demo', name: 'Demo workspace' },
      teams: {
        nodes: [
          {
            key: 'PAY',
            visibility: 'public',
            triageEnabled: true,
            defaultIssueState: { name: 'Backlog' },
          },
        ],
      },
    });
    expect(JSON.stringify(data)).toContain('duplicate');
  });

  it('finds users, projects and labels by what an integration knows', async () => {
    expect(
      await linear.data(
        `{ users(filter: {email: {in: ["sam.weber@example.com", "no.one@example.com"]}}, includeDisabled: true) { nodes { name active app isAssignable } }
           projects(filter: {name: {eq: "Reliability"}}) { nodes { name teams { nodes { key } } } }
           issueLabels(filter: {name: {eqIgnoreCase: "PCI"}}) { nodes { name } }
           attachmentsForURL(url: "https://b.test/inc-1") { nodes { title issue { identifier } } } }`,
      ),
    ).toEqual({
      users: {
        nodes: [
          { name: 'Sam Weber', active: true, app: false, isAssignable: true },
        ],
      },
      projects: {
        nodes: [{ name: 'Reliability', teams: { nodes: [{ key: 'PAY' }] } }],
      },
      issueLabels: { nodes: [{ name: 'pci' }] },
      attachmentsForURL: {
        nodes: [{ title: 'Incident', issue: { identifier: 'INC-1' } }],
      },
    });
  });
});

describe('what is hidden', () => {
  let linear: Simulation;

  beforeEach(async () => {
    linear = await Simulation.start();
    linear.store.createIssue({ team: 'ENG', title: 'Kept' });
    linear.store.createIssue({ team: 'ENG', title: 'Archived' });
    linear.store.createIssue({ team: 'ENG', title: 'Trashed' });
    linear.store.archive('ENG-2');
    linear.store.trash('ENG-3');
  });

  afterEach(() => linear.close());

  it('leaves out archived and trashed issues unless requested', async () => {
    expect(await linear.issues('first: 10')).toEqual(['ENG-1']);
    expect(
      z
        .array(z.string())
        .parse(await linear.issues('first: 10, includeArchived: true'))
        .sort(),
    ).toEqual(['ENG-1', 'ENG-2', 'ENG-3']);
  });

  it('still resolves a trashed issue, which says so', async () => {
    expect(
      await linear.data('{ issue(id: "ENG-3") { trashed archivedAt } }'),
    ).toEqual({ issue: { trashed: true, archivedAt: expect.any(String) } });
    expect(await linear.data('{ issue(id: "ENG-2") { trashed } }')).toEqual({
      issue: { trashed: null },
    });
  });

  it('hides a private team with all its issues until an admin lets the app in', async () => {
    linear.store.createTeam({
      key: 'SEC',
      name: 'Security',
      visibility: 'private',
    });
    const secret = linear.store.createIssue({ team: 'SEC', title: 'Secret' });
    linear.store.relate('ENG-1', 'SEC-1');
    linear.store.updateIssue('ENG-1', { parent: 'SEC-1' });
    const look = () =>
      linear.data(
        `{ teams(filter: {key: {eq: "SEC"}}) { nodes { key } } issues(filter: {id: {eq: "${secret.id}"}}) { nodes { identifier } }
           issue(id: "ENG-1") { parent { identifier } relations { nodes { type } } } }`,
      );
    const unseen = {
      teams: { nodes: [] },
      issues: { nodes: [] },
      issue: { parent: null, relations: { nodes: [] } },
    };
    expect(await look()).toEqual(unseen);
    expect((await linear.ask('{ issue(id: "SEC-1") { id } }')).data).toBeNull();
    linear.store.grantTeamAccess('SEC');
    expect(await look()).toEqual({
      teams: { nodes: [{ key: 'SEC' }] },
      issues: { nodes: [{ identifier: 'SEC-1' }] },
      issue: {
        parent: { identifier: 'SEC-1' },
        relations: { nodes: [{ type: 'related' }] },
      },
    });
    linear.store.removeTeamAccess('SEC');
    expect(await look()).toEqual(unseen);
  });

  it('forgets what is deleted permanently, and its number', async () => {
    linear.store.createIssue({ team: 'ENG', title: 'Child', parent: 'ENG-1' });
    linear.store.deletePermanently('ENG-1');
    expect((await linear.ask('{ issue(id: "ENG-1") { id } }')).data).toBeNull();
    expect(
      await linear.data('{ issue(id: "ENG-4") { parent { id } } }'),
    ).toEqual({ issue: { parent: null } });
    const next = linear.store.createIssue({ team: 'ENG', title: 'Next' });
    expect(next.identifier).toBe('ENG-5');
  });

  it('leaves out deactivated people unless requested', async () => {
    linear.store.updateUser('sam.weber@example.com', { active: false });
    const filter = 'filter: {email: {eq: "sam.weber@example.com"}}';
    expect(
      await linear.data(`{ users(${filter}) { nodes { active } } }`),
    ).toEqual({ users: { nodes: [] } });
    expect(
      await linear.data(
        `{ users(${filter}, includeDisabled: true) { nodes { active } } }`,
      ),
    ).toEqual({ users: { nodes: [{ active: false }] } });
  });
});

describe('size', () => {
  it('seeds 100,000 issues and answers from indexes', async () => {
    const started = performance.now();
    const linear = await Simulation.start({
      seed: {
        users: [{ name: 'Ada Olsen', email: 'ada.olsen@example.com' }],
        teams: [{ key: 'INC', name: 'Incidents' }],
        generated: { team: 'INC', parents: 10_000, childrenPerParent: 9 },
      },
    });
    const seeded = performance.now();
    const parents = linear.store
      .issues()
      .filter(issue => issue.parentId === undefined)
      .slice(0, 25)
      .map(issue => issue.id);
    expect(parents).toHaveLength(25);
    for (let round = 0; round < 20; round++) {
      await linear.data(
        'query Kids($ids: [ID!]!) { issues(filter: {parent: {id: {in: $ids}}}, first: 250) { nodes { id } } }',
        { ids: parents },
      );
      await linear.issues(
        'filter: {updatedAt: {gte: "-PT1H"}}, first: 250, orderBy: updatedAt',
      );
    }
    const asked = performance.now();
    await linear.close();
    expect(seeded - started).toBeLessThan(10_000);
    expect(asked - seeded).toBeLessThan(5_000);
  }, 60_000);
});
