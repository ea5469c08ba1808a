import type { LinearDocument } from '@linear/sdk';
import type {
  LinearCall,
  LinearGateway,
  LinearLabel,
  LinearProject,
  Lookup,
} from '../LinearGateway';
import type { LinearTeam, LinearUser } from '../LinearIssue';
import * as documents from '../documents';
import type { LinearRequester } from '../transport/LinearRequester';
import { chunk } from './chunk';
import { readAll } from './readAll';

const FILTER_NAMES = 100;
const FILTER_IDS = 250;

/** Finding teams, people, projects and labels by what the configuration and the catalog call them. */
export class LookupOperations
  implements
    Pick<
      LinearGateway,
      | 'teamByKey'
      | 'visibleTeams'
      | 'usersByEmail'
      | 'usersById'
      | 'projectByName'
      | 'labelsByName'
    >
{
  readonly #requester: LinearRequester;

  constructor(requester: LinearRequester) {
    this.#requester = requester;
  }

  async teamByKey(key: string, call: LinearCall): Promise<Lookup<LinearTeam>> {
    const teams = await readAll(
      'TeamByKey',
      async after =>
        (
          await this.#requester.run(documents.teamByKey, { key, after }, call)
        ).teams,
    );
    return firstOf(teams);
  }

  async visibleTeams(ids: string[], call: LinearCall): Promise<Set<string>> {
    const visible = new Set<string>();
    for (const some of chunk(ids, FILTER_IDS)) {
      const teams = await readAll(
        'VisibleTeams',
        async after =>
          (
            await this.#requester.run(
              documents.visibleTeams,
              { ids: some, after },
              call,
            )
          ).teams,
      );
      for (const team of teams) visible.add(team.id);
    }
    return visible;
  }

  async usersByEmail(
    emails: string[],
    call: LinearCall,
  ): Promise<Map<string, LinearUser>> {
    const wanted = emails.map(email => email.trim().toLowerCase());
    const found = new Map<string, LinearUser>();
    for (const some of chunk(wanted.filter(Boolean), FILTER_NAMES)) {
      const users = await this.#users(
        { or: some.map(email => ({ email: { eqIgnoreCase: email } })) },
        call,
      );
      for (const user of users) {
        if (user.active && !user.app) {
          found.set(user.email.toLowerCase(), user);
        }
      }
    }
    return found;
  }

  async usersById(
    ids: string[],
    call: LinearCall,
  ): Promise<Map<string, LinearUser>> {
    const found = new Map<string, LinearUser>();
    for (const some of chunk(ids, FILTER_IDS)) {
      for (const user of await this.#users({ id: { in: some } }, call)) {
        found.set(user.id, user);
      }
    }
    return found;
  }

  async projectByName(
    name: string,
    options: { teamId?: string },
    call: LinearCall,
  ): Promise<Lookup<LinearProject>> {
    const filter: LinearDocument.ProjectFilter = {
      name: { eqIgnoreCase: name.trim() },
      ...(options.teamId !== undefined && {
        accessibleTeams: { some: { id: { eq: options.teamId } } },
      }),
    };
    const projects = await readAll(
      'Projects',
      async after =>
        (
          await this.#requester.run(documents.projects, { filter, after }, call)
        ).projects,
    );
    return firstOf(projects);
  }

  async labelsByName(
    names: string[],
    options: { teamId?: string },
    call: LinearCall,
  ): Promise<Map<string, LinearLabel>> {
    const wanted = names.map(name => name.trim().toLowerCase());
    const found = new Map<string, LinearLabel>();
    for (const some of chunk(wanted.filter(Boolean), FILTER_NAMES)) {
      for (const label of await this.#labels(some, options.teamId, call)) {
        const key = label.name.trim().toLowerCase();
        if (label.teamId !== undefined || !found.has(key)) {
          found.set(key, label);
        }
      }
    }
    return found;
  }

  async #users(
    filter: LinearDocument.UserFilter,
    call: LinearCall,
  ): Promise<LinearUser[]> {
    return readAll(
      'Users',
      async after =>
        (await this.#requester.run(documents.users, { filter, after }, call))
          .users,
    );
  }

  async #labels(
    names: string[],
    teamId: string | undefined,
    call: LinearCall,
  ): Promise<LinearLabel[]> {
    const filter: LinearDocument.IssueLabelFilter = {
      and: [
        { or: names.map(name => ({ name: { eqIgnoreCase: name } })) },
        {
          or: [
            { team: { null: true } },
            ...(teamId === undefined ? [] : [{ team: { id: { eq: teamId } } }]),
          ],
        },
      ],
    };
    const labels = await readAll(
      'Labels',
      async after =>
        (
          await this.#requester.run(documents.labels, { filter, after }, call)
        ).issueLabels,
    );
    // A group of labels cannot be put on an issue.
    return labels
      .filter(label => !label.isGroup)
      .map(({ id, name, team }) => ({ id, name, teamId: team?.id }));
  }
}

function firstOf<T>(nodes: T[]): Lookup<T> {
  const [value] = nodes;
  return value === undefined
    ? { outcome: 'absent' }
    : { outcome: 'found', value };
}
