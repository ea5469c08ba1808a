import { z } from 'zod';

const FIELDS =
  'id identifier title url priority state { type } assignee { id email }';
const answer = z.object({ data: z.record(z.string(), z.unknown()) });

/**
 * The shape of the algorithm that went before: incident by incident, one after
 * the other, each list by a request of its own. `withRelations` is its first
 * version (4N+1 requests), without them its present one (2N+1).
 */
export async function forerunner(options: {
  url: string;
  parentIds: string[];
  withRelations: boolean;
}): Promise<void> {
  const { url, parentIds, withRelations } = options;
  const ask = async (query: string, variables: Record<string, unknown>) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'lin_api_demo',
      },
      body: JSON.stringify({ query, variables }),
    });
    answer.parse(await response.json());
  };
  await ask(
    'query States { workflowStates(first: 50) { nodes { id name type } } }',
    {},
  );
  for (const id of parentIds) {
    await ask(
      `query Children($id: String!) { issue(id: $id) { children(first: 50) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } } } }`,
      { id },
    );
    if (withRelations) {
      await ask(
        `query Relations($id: String!) { issue(id: $id) { relations(first: 50) { nodes { type relatedIssue { ${FIELDS} } } pageInfo { hasNextPage endCursor } } } }`,
        { id },
      );
      await ask(
        `query Inverse($id: String!) { issue(id: $id) { inverseRelations(first: 50) { nodes { type issue { ${FIELDS} } } pageInfo { hasNextPage endCursor } } } }`,
        { id },
      );
    }
    await ask(`query Parent($id: String!) { issue(id: $id) { ${FIELDS} } }`, {
      id,
    });
  }
}
