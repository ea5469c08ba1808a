import { z } from 'zod';
import type { LinearState, LinearTeam } from '../LinearIssue';
import { connection, type Page } from '../wire/connection';
import {
  stateFields,
  stateSchema,
  teamFields,
  teamSchema,
} from '../wire/issue';
import { operation } from './Operation';

export const teamByKey = operation<{ key: string; after?: string }>()({
  name: 'TeamByKey',
  document: `query TeamByKey($key: String!, $after: String) {
  teams(filter: { key: { eqIgnoreCase: $key } }, first: 2, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { ${teamFields} }
  }
}`,
  schema: z.object({ teams: connection(teamSchema) }),
  points: 9,
});

export const visibleTeams = operation<{ ids: string[]; after?: string }>()({
  name: 'VisibleTeams',
  document: `query VisibleTeams($ids: [ID!]!, $after: String) {
  teams(filter: { id: { in: $ids } }, first: 250, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { id }
  }
}`,
  schema: z.object({ teams: connection(z.object({ id: z.string() })) }),
  points: 575,
});

interface TeamWithStates extends LinearTeam {
  states: Page<LinearState>;
}

const teamStatesAnswer: z.ZodType<{ teams: { nodes: TeamWithStates[] } }> =
  z.object({
    teams: z.object({
      nodes: z.array(
        z.object({ states: connection(stateSchema) }).and(teamSchema),
      ),
    }),
  });

/** A list filtered by id, so that an unknown team is an empty list and not an error. */
export const teamStates = operation<{ id: string; after?: string }>()({
  name: 'TeamStates',
  document: `query TeamStates($id: ID!, $after: String) {
  teams(filter: { id: { eq: $id } }, first: 1) {
    nodes { ${teamFields} states(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${stateFields} } } }
  }
}`,
  schema: teamStatesAnswer,
  points: 273,
});
