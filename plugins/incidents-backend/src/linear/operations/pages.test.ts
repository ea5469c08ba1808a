import { missing, serve } from '../__testUtils__/scriptedLinear';
import {
  type ScriptedAnswer,
  type ScriptedRequest,
} from '../__testUtils__/startScriptedServer';
import { background, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

type Pages = object[][];

/** The page after `after`, cursors being `1`, `2`, …; every page but the last says that there is more. */
function page(pages: Pages, after: unknown) {
  const at = typeof after === 'string' ? Number(after) : 0;
  const hasNextPage = at < pages.length - 1;
  return {
    nodes: pages[at] ?? [],
    pageInfo: { hasNextPage, endCursor: hasNextPage ? String(at + 1) : null },
  };
}

function answers(data: (request: ScriptedRequest) => object) {
  return (request: ScriptedRequest): ScriptedAnswer => ({
    body: { data: data(request) },
  });
}

const issue = (id: string) => wireIssue({ id });
/** Fewer rows than requested, no rows, a duplicate row. */
const pages = (of: (id: string) => object): Pages => [
  [of('a')],
  [],
  [of('b'), of('a')],
  [of('c')],
];

describe('a list is read until Linear says that there are no more pages:', () => {
  it('issues by id', async () => {
    const server = await serve(
      answers(({ variables }) => ({
        slot0: page(pages(issue), variables.after0),
      })),
    );
    const found = await testGateway(server).findIssues(
      ['a', 'b', 'c'],
      background,
    );
    expect([...found.issues.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('teams by key and projects by name', async () => {
    const inc = {
      ...wireIssue().team,
      key: 'INC',
      defaultIssueState: null,
    };
    const server = await serve(
      answers(({ operation, variables }) =>
        operation === 'TeamByKey'
          ? { teams: page([[], [inc]], variables.after) }
          : {
              projects: page(
                [[], [{ id: 'p', name: 'Safety' }]],
                variables.after,
              ),
            },
      ),
    );
    const gateway = testGateway(server);
    expect(await gateway.teamByKey('INC', background)).toMatchObject({
      outcome: 'found',
      value: { key: 'INC' },
    });
    expect(await gateway.projectByName('Safety', {}, background)).toMatchObject(
      { outcome: 'found', value: { id: 'p' } },
    );
  });

  it('workflow states', async () => {
    const state = (id: string) => ({ ...wireIssue().state, id });
    const server = await serve(
      answers(({ variables }) => ({
        teams: {
          nodes: [
            {
              ...wireIssue().team,
              defaultIssueState: null,
              id: 't',
              states: page([[state('x')], [], [state('y')]], variables.after),
            },
          ],
        },
      })),
    );
    const states = await testGateway(server).statesOf('t', background);
    expect(states.map(({ id }) => id)).toEqual(['x', 'y']);
  });

  it('children and relations of one issue', async () => {
    const edge = (id: string) => ({
      type: 'related',
      archivedAt: null,
      relatedIssue: issue(`r${id}`),
    });
    const server = await serve(
      answers(({ operation, variables }) => {
        const { after } = variables;
        switch (operation) {
          case 'IssueTreeChildren':
            return { issue: { page: page(pages(issue), after) } };
          case 'IssueTreeRelations':
            return { issue: { page: page(pages(edge), after) } };
          default:
            return {
              issue: {
                ...issue('parent'),
                children: page(pages(issue), null),
                relations: page(pages(edge), null),
                inverseRelations: page([[]], null),
              },
            };
        }
      }),
    );
    const tree = await testGateway(server).readIssueTree('parent', background);
    expect(
      tree.outcome === 'found' && tree.value.items.map(item => item.issue.id),
    ).toEqual(['a', 'b', 'c', 'ra', 'rb', 'rc']);
  });

  it('children of many issues', async () => {
    const server = await serve(
      answers(({ variables }) => ({
        slot0: page(pages(issue), variables.after0),
      })),
    );
    const { issues } = await testGateway(server).sweepChildren(
      ['parent'],
      background,
    );
    expect([...issues.keys()].sort()).toEqual(['a', 'b', 'c']);
  });

  it('relations of many issues, even when a page is not full', async () => {
    const edge = (n: number) => ({
      type: 'blocks',
      archivedAt: null,
      relatedIssue: { id: `r${n}`, archivedAt: null },
    });
    const full = (n: number) => ({ ...edge(n), relatedIssue: issue(`r${n}`) });
    const none = { nodes: [], pageInfo: { hasNextPage: false } };
    const of = (id: string, nodes: object[], hasNextPage: boolean) => ({
      id,
      archivedAt: null,
      relations: { nodes, pageInfo: { hasNextPage } },
      inverseRelations: none,
    });
    const server = await serve(
      answers(({ operation, variables }) => {
        switch (operation) {
          case 'IssueTreeRelations':
            return {
              issue: {
                page: page([[full(1)], [], [full(2)]], variables.after),
              },
            };
          case 'IssueTreeInverseRelations':
            return { issue: { page: page([[]], null) } };
          case 'SweepCrowdedRelations':
            return { issues: page([[of('p', [edge(1)], true)]], null) };
          default:
            return {
              issues: page(
                [[], [of('p', [], true)], [of('q', [edge(3)], false)]],
                variables.after,
              ),
            };
        }
      }),
    );
    const swept = await testGateway(server).sweepRelations(
      ['p', 'q'],
      background,
    );
    expect(swept.seen.sort()).toEqual(['p', 'q']);
    expect(
      swept.relations.map(({ relatedIssueId }) => relatedIssueId).sort(),
    ).toEqual(['r1', 'r2', 'r3']);
  });

  it('relations of an issue that vanished between two pages do not count as complete', async () => {
    const more = { nodes: [], pageInfo: { hasNextPage: true } };
    const shown = {
      id: 'p',
      archivedAt: null,
      relations: more,
      inverseRelations: more,
    };
    const server = await serve(({ operation, variables }) => {
      if (operation !== 'IssueTreeRelations') {
        return { body: { data: { issues: page([[shown]], null) } } };
      }
      return variables.after === undefined
        ? { body: { data: { issue: { page: page([[], []], null) } } } }
        : missing;
    });
    const swept = await testGateway(server).sweepRelations(['p'], background);
    expect(swept.seen).toEqual([]);
  });
});
