import { serve } from '../__testUtils__/scriptedLinear';
import { background, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

const PARENT = '6f1c1f7e-8f0e-4c58-9d4b-2f1f6a3f8a01';
const ARCHIVED = '2026-02-01T00:00:00.000Z';

const issue = (id: string, overrides = {}) => wireIssue({ id, ...overrides });
const page = (nodes: object[]) => ({
  nodes,
  pageInfo: { hasNextPage: false, endCursor: null },
});
const out = (type: string, relatedIssue: object, archivedAt?: string) => ({
  type,
  archivedAt: archivedAt ?? null,
  relatedIssue,
});
const into = (type: string, from: object) => ({
  type,
  archivedAt: null,
  issue: from,
});

async function sourcesOf(lists: {
  children?: object[];
  relations?: object[];
  inverseRelations?: object[];
}) {
  const server = await serve(() => ({
    body: {
      data: {
        issue: {
          ...wireIssue({ id: PARENT }),
          children: page(lists.children ?? []),
          relations: page(lists.relations ?? []),
          inverseRelations: page(lists.inverseRelations ?? []),
        },
      },
    },
  }));
  const found = await testGateway(server).readIssueTree(PARENT, background);
  return found.outcome === 'found'
    ? found.value.items.map(item => [item.issue.id, item.source])
    : found;
}

describe('readIssueTree', () => {
  it('shows an issue with several relations to the parent once, with the strongest source', async () => {
    expect(
      await sourcesOf({
        children: [issue('a')],
        relations: [
          out('blocks', issue('c')),
          out('duplicate', issue('d')),
          out('blocks', issue('b')),
          out('blocks', issue('d')),
          out('related', issue('a')),
        ],
        inverseRelations: [
          into('blocks', issue('c')),
          into('related', issue('b')),
        ],
      }),
    ).toEqual([
      ['a', 'child'],
      ['b', 'related'],
      ['c', 'blockedBy'],
      ['d', 'blocks'],
    ]);
  });

  it('leaves out an archived relation unless one of its issues is archived too', async () => {
    expect(
      await sourcesOf({
        relations: [
          out('related', issue('removed'), ARCHIVED),
          out('related', issue('kept', { archivedAt: ARCHIVED }), ARCHIVED),
        ],
      }),
    ).toEqual([['kept', 'related']]);
  });

  it('leaves out relations that Linear suggests and types that it does not know', async () => {
    expect(
      await sourcesOf({
        relations: [out('similar', issue('a')), out('resembles', issue('b'))],
        inverseRelations: [into('similar', issue('c'))],
      }),
    ).toEqual([]);
  });
});
