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
import { readPages } from './readPages';

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
    const { teams } = await this.#requester.run(
      documents.teamByKey,
      { key },
      call,
    );
    return firstOf(teams.nodes);
  }

  async visibleTeams(ids: string[], call: LinearCall): Promise<Set<string>> {
    const visible = new Set<string>();
    for (const some of chunk(ids, FILTER_IDS)) {
      const read = async (after?: string) =>
        (
          await this.#requester.run(
            documents.visibleTeams,
            { ids: some, after },
            call,
          )
        ).teams;
      const first = await read();
      const more = await readPages('VisibleTeams', first.next, read);
      for (const team of [...first.nodes, ...more.nodes]) {
        visible.add(team.id);
      }
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
    const { projects } = await this.#requester.run(
      documents.projects,
      {
        filter: {
          name: { eqIgnoreCase: name.trim() },
          ...(options.teamId !== undefined && {
            accessibleTeams: { some: { id: { eq: options.teamId } } },
          }),
        },
      },
      call,
    );
    return firstOf(projects.nodes);
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
    const read = async (after?: string) =>
      (await this.#requester.run(documents.users, { filter, after }, call))
        .users;
    const first = await read();
    const more = await readPages('Users', first.next, read);
    return [...first.nodes, ...more.nodes];
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
    const read = async (after?: string) =>
      (await this.#requester.run(documents.labels, { filter, after }, call))
        .issueLabels;
    const first = await read();
    const more = await readPages('Labels', first.next, read);
    // A group of labels cannot be put on an issue.
    return [...first.nodes, ...more.nodes]
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
