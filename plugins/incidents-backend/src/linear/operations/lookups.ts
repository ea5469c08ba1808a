import type { LinearDocument } from '@linear/sdk';
import type { LinearGateway, LinearLabel, Lookup } from '../LinearGateway';
import type { LinearUser } from '../LinearIssue';
import * as documents from '../documents';
import { type Run, chunk, normalizeName, readAll } from './basics';

const FILTER_NAMES = 100;
const FILTER_IDS = 250;

/** Finding teams, people, projects and labels by what the configuration and the catalog call them. */
export function lookupOperations(
  run: Run,
): Pick<
  LinearGateway,
  | 'teamByKey'
  | 'visibleTeams'
  | 'usersByEmail'
  | 'projectByName'
  | 'labelsByName'
> {
  return {
    async teamByKey(key, call) {
      return firstOf(await readAll(run, documents.teamByKey, { key }, call));
    },

    async visibleTeams(ids, call) {
      const visible = new Set<string>();
      for (const some of chunk(ids, FILTER_IDS)) {
        const teams = await readAll(
          run,
          documents.visibleTeams,
          { ids: some },
          call,
        );
        for (const team of teams) visible.add(team.id);
      }
      return visible;
    },

    async usersByEmail(emails, call) {
      const found = new Map<string, LinearUser>();
      for (const some of chunkNames(emails)) {
        const filter: LinearDocument.UserFilter = {
          or: some.map(email => ({ email: { eqIgnoreCase: email } })),
        };
        const users = await readAll(run, documents.users, { filter }, call);
        for (const user of users) {
          if (user.active && !user.app) {
            found.set(normalizeName(user.email), user);
          }
        }
      }
      return found;
    },

    async projectByName(name, { teamId }, call) {
      const filter: LinearDocument.ProjectFilter = {
        name: { eqIgnoreCase: name.trim() },
        ...(teamId !== undefined && {
          accessibleTeams: { some: { id: { eq: teamId } } },
        }),
      };
      return firstOf(await readAll(run, documents.projects, { filter }, call));
    },

    async labelsByName(names, { teamId }, call) {
      const found = new Map<string, LinearLabel>();
      for (const some of chunkNames(names)) {
        const filter: LinearDocument.IssueLabelFilter = {
          and: [
            { or: some.map(name => ({ name: { eqIgnoreCase: name } })) },
            {
              or: [
                { team: { null: true } },
                ...(teamId === undefined
                  ? []
                  : [{ team: { id: { eq: teamId } } }]),
              ],
            },
          ],
        };
        const labels = await readAll(run, documents.labels, { filter }, call);
        for (const { id, name, team, isGroup } of labels) {
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
