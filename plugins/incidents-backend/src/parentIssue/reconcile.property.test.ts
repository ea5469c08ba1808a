import fc from 'fast-check';
import {
  done,
  open,
  ParentIssueBench,
  state,
  user,
} from './__testUtils__/ParentIssueBench';

describe('reconcile, whatever happens', () => {
  type Step = {
    name: string;
    run: (bench: ParentIssueBench, fresh: number) => void;
  };
  const steps: Step[] = [
    {
      name: 'title',
      run: (bench, fresh) => bench.backstage({ title: `B${fresh}` }),
    },
    {
      name: 'human title',
      run: (bench, fresh) => bench.human({ title: `H${fresh}` }),
    },
    {
      name: 'lead',
      run: (bench, fresh) => {
        bench.world.assignee = { kind: 'user', id: `b${fresh}` };
      },
    },
    {
      name: 'human assignee',
      run: (bench, fresh) => bench.human({ assignee: user(`h${fresh}`) }),
    },
    {
      name: 'no lead',
      run: bench => {
        bench.world.assignee = { kind: 'none' };
      },
    },
    {
      name: 'severity',
      run: (bench, fresh) =>
        bench.backstage({
          severity: (['sev1', 'sev2', 'sev3'] as const)[fresh % 3],
        }),
    },
    {
      name: 'human priority',
      run: (bench, fresh) =>
        bench.human({ priority: ([0, 1, 2, 3, 4] as const)[fresh % 5] }),
    },
    {
      name: 'hide',
      run: bench => bench.backstage({ visibility: 'private' }),
    },
    { name: 'show', run: bench => bench.backstage({ visibility: 'public' }) },
    {
      name: 'human description',
      run: (bench, fresh) => bench.human({ description: `D${fresh}` }),
    },
    {
      name: 'work',
      run: bench => {
        bench.world.items = [open, done];
      },
    },
    {
      name: 'work done',
      run: bench => {
        bench.world.items = [done];
      },
    },
    {
      name: 'no items',
      run: bench => {
        bench.world.items = [];
      },
    },
    {
      name: 'status',
      run: (bench, fresh) =>
        bench.backstage({
          status: (['active', 'postmortem', 'done', 'canceled'] as const)[
            fresh % 4
          ],
        }),
    },
    {
      name: 'human state',
      run: (bench, fresh) =>
        bench.human({
          state: state(
            ['backlog', 'started', 'completed', 'canceled'][fresh % 4],
          ),
        }),
    },
    {
      name: 'human labels',
      run: bench => bench.human({ labelIds: ['theirs'] }),
    },
    {
      name: 'sync',
      run: bench => {
        bench.sync();
      },
    },
    {
      name: 'sync without write',
      run: bench => {
        bench.sync('write');
      },
    },
    {
      name: 'sync without response',
      run: bench => {
        bench.sync('response');
      },
    },
  ];
  const only = (names: string[]) =>
    steps.filter(({ name }) => names.includes(name));

  function play(bench: ParentIssueBench, played: Step[]) {
    for (const [index, step] of played.entries()) step.run(bench, index);
  }

  it('sends nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...steps), { maxLength: 25 }),
        played => {
          const bench = new ParentIssueBench();
          play(bench, played);
          bench.sync();
          const second = bench.sync();
          expect(second.write).toBeUndefined();
          expect(second.attachment).toBeUndefined();
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('settles within one clean reconcile, records and all', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...steps), { maxLength: 25 }),
        played => {
          const bench = new ParentIssueBench();
          play(bench, played);
          bench.sync();
          bench.sync();
          const before = JSON.stringify(bench.fields);
          bench.sync();
          expect(JSON.stringify(bench.fields)).toBe(before);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows nothing of a private incident after one clean reconcile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...steps), { maxLength: 25 }),
        played => {
          const bench = new ParentIssueBench();
          play(bench, played);
          bench.backstage({ visibility: 'private' });
          bench.sync();
          expect(bench.issue.title).toBe('[INC-1] Private incident');
          expect(bench.issue).toMatchObject({
            description: '',
            assignee: undefined,
            priority: 0,
          });
          expect(bench.issue.labelIds).not.toContain('label');
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends with the title of the documented winner', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...only(['title', 'human title', 'sync', 'severity', 'work done']),
          ),
          { maxLength: 20 },
        ),
        played => {
          const bench = new ParentIssueBench();
          let human: { title: string; seen: boolean } | undefined;
          let expected = bench.issue.title;
          for (const [index, step] of [
            ...played,
            ...only(['sync']),
          ].entries()) {
            step.run(bench, index);
            if (step.name === 'human title')
              human = { title: `H${index}`, seen: false };
            // Backstage wins over an edit only by a change after it was seen.
            if (step.name === 'title' && human?.seen) human = undefined;
            if (step.name === 'sync') {
              expected = human?.title ?? bench.desired.title;
              if (human) human.seen = true;
            }
          }
          expect(bench.issue.title).toBe(expected);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('ends with the person’s assignee, if a person ever set one', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...only([
              'lead',
              'no lead',
              'human assignee',
              'sync',
              'sync without write',
              'sync without response',
            ]),
          ),
          { maxLength: 20 },
        ),
        played => {
          const bench = new ParentIssueBench();
          play(bench, played);
          const edited = bench.issue.assignee?.id.startsWith('h');
          const before = bench.issue.assignee?.id;
          bench.sync();
          const lead =
            bench.world.assignee?.kind === 'user'
              ? bench.world.assignee.id
              : undefined;
          expect(bench.issue.assignee?.id).toBe(edited ? before : lead);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never reopens or completes what a person has closed while work was open', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('completed', 'canceled', 'duplicate'),
        fc.array(
          fc.constantFrom(
            ...only([
              'work',
              'work done',
              'no items',
              'status',
              'sync',
              'sync without write',
              'title',
              'hide',
              'show',
            ]),
          ),
          { maxLength: 20 },
        ),
        (type, played) => {
          const bench = new ParentIssueBench();
          bench.human({ state: state(type) });
          bench.sync();
          play(bench, played);
          bench.sync();
          expect(bench.issue.state.type).toBe(type);
        },
      ),
    );
  });

  it('never touches labels of others, and adds its own unless they are redacted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...steps), { maxLength: 20 }),
        played => {
          const bench = new ParentIssueBench();
          bench.human({ labelIds: ['label', 'theirs'] });
          play(bench, played);
          bench.sync();
          expect([...bench.issue.labelIds].sort()).toEqual(
            bench.desired.redacted ? ['theirs'] : ['label', 'theirs'],
          );
        },
      ),
    );
  });
});
