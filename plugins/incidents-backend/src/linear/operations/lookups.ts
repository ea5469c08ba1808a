import type { LinearDocument } from '@linear/sdk';
import { z } from 'zod';
import type { LinearCall, Lookup } from '../ports';
import {
  type LinearTeam,
  type LinearUser,
  linearUserSchema,
} from '../LinearIssue';
import { chunk, normalizeName, readAll } from './basics';
import {
  type Run,
  connection,
  only,
  operation,
  pageInfo,
  userFields,
} from './operation';
import { teamFields, teamSchema } from './states';

const FILTER_NAMES = 100;
const FILTER_IDS = 250;

/** With `includeDisabled`, since items may be assigned to people who left. */
export const users = operation<{
  filter: LinearDocument.UserFilter;
  after?: string;
}>()(
  700,
  only('users', connection(linearUserSchema)),
  `query Users($filter: UserFilter!, $after: String) {
  users(filter: $filter, first: 250, after: $after, includeDisabled: true) {
    ${pageInfo}
    nodes { ${userFields} }
  }
}`,
);

export const projectSchema = z.object({ id: z.string(), name: z.string() });

export const projects = operation<{
  filter: LinearDocument.ProjectFilter;
  after?: string;
}>()(
  24,
  only('projects', connection(projectSchema)),
  `query Projects($filter: ProjectFilter!, $after: String) {
  projects(filter: $filter, first: 10, after: $after) { ${pageInfo} nodes { id name } }
}`,
);

export const labelSchema = z.object({
  id: z.string(),
  name: z.string(),
  isGroup: z.boolean(),
  team: z.object({ id: z.string(), key: z.string() }).optional(),
});

export const labels = operation<{
  filter: LinearDocument.IssueLabelFilter;
  after?: string;
}>()(
  925,
  only('issueLabels', connection(labelSchema)),
  `query Labels($filter: IssueLabelFilter!, $after: String) {
  issueLabels(filter: $filter, first: 250, after: $after) {
    ${pageInfo}
    nodes { id name isGroup team { id key } }
  }
}`,
);

export const teamByKey = operation<{ key: string; after?: string }>()(
  8,
  only('teams', connection(teamSchema)),
  `query TeamByKey($key: String!, $after: String) {
  teams(filter: { key: { eqIgnoreCase: $key } }, first: 2, after: $after) {
    ${pageInfo}
    nodes { ${teamFields} }
  }
}`,
);

export const visibleTeams = operation<{ ids: string[]; after?: string }>()(
  575,
  only('teams', connection(z.object({ id: z.string() }))),
  `query VisibleTeams($ids: [ID!]!, $after: String) {
  teams(filter: { id: { in: $ids } }, first: 250, after: $after) { ${pageInfo} nodes { id } }
}`,
);

/** How to find a person: by the UUID of their user, or by email address. */
export type LinearUserKey = { id: string } | { email: string };

const isUuid = (id: string) => z.guid().safeParse(id).success;

/** `teamId` absent: a label of the workspace. */
export type LinearLabel = { id: string; name: string; teamId?: string };

/** Finding teams, people, projects and labels by what the configuration and the catalog call them. */
export function lookupOperations(run: Run) {
  return {
    async teamByKey(
      key: string,
      call: LinearCall,
    ): Promise<Lookup<LinearTeam>> {
      return firstOf(await readAll(run, teamByKey, { key }, call));
    },

    /** Those of the teams, by UUID, that are accessible now; keys may change. One request per 250. */
    async visibleTeams(ids: string[], call: LinearCall): Promise<Set<string>> {
      const visible = new Set<string>();
      for (const some of chunk(ids, FILTER_IDS)) {
        const teams = await readAll(run, visibleTeams, { ids: some }, call);
        for (const { id } of teams) visible.add(id);
      }
      return visible;
    },

    /** An active person (no app user). An empty email address and an id that is no UUID are absent without a request. */
    async findUser(
      key: LinearUserKey,
      call: LinearCall,
    ): Promise<Lookup<LinearUser>> {
      const filter: LinearDocument.UserFilter =
        'id' in key
          ? { id: { eq: key.id } }
          : { email: { eqIgnoreCase: normalizeName(key.email) } };
      const isUsable = 'id' in key ? isUuid(key.id) : key.email.trim() !== '';
      const found = isUsable ? await readAll(run, users, { filter }, call) : [];
      return firstOf(found.filter(({ active, app }) => active && !app));
    },

    /** Letter case ignored; with `teamId` only projects the team takes part in. */
    async projectByName(
      name: string,
      { teamId }: { teamId?: string },
      call: LinearCall,
    ): Promise<Lookup<{ id: string; name: string }>> {
      const filter: LinearDocument.ProjectFilter = {
        name: { eqIgnoreCase: name.trim() },
        ...(teamId !== undefined && {
          accessibleTeams: { some: { id: { eq: teamId } } },
        }),
      };
      return firstOf(await readAll(run, projects, { filter }, call));
    },

    /** By lower-cased name, from the team and the workspace; the team's label wins over the workspace's. */
    async labelsByName(
      names: string[],
      { teamId }: { teamId?: string },
      call: LinearCall,
    ): Promise<Map<string, LinearLabel>> {
      const found = new Map<string, LinearLabel>();
      const ofWorkspace = { team: { null: true } };
      const owners =
        teamId === undefined
          ? [ofWorkspace]
          : [ofWorkspace, { team: { id: { eq: teamId } } }];
      for (const some of chunkNames(names)) {
        const named = some.map(name => ({ name: { eqIgnoreCase: name } }));
        const filter: LinearDocument.IssueLabelFilter = {
          and: [{ or: named }, { or: owners }],
        };
        for (const label of await readAll(run, labels, { filter }, call)) {
          const { id, name, team, isGroup } = label;
          const key = normalizeName(name);
          // A group of labels cannot be put on an issue.
          if (!isGroup && (team || !found.has(key))) {
            found.set(key, { id, name, teamId: team?.id });
          }
        }
      }
      return found;
    },
  };
}

function chunkNames(names: string[]): string[][] {
  return chunk(names.map(normalizeName).filter(Boolean), FILTER_NAMES);
}

function firstOf<T>([value]: T[]): Lookup<T> {
  return value === undefined
    ? { outcome: 'absent' }
    : { outcome: 'found', value };
}
