import { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { faultInput } from '../faults/Fault';
import { Faults } from '../faults/Faults';
import { LinearError } from '../store/LinearError';
import { IssueRecord, relationTypes } from '../store/records';
import { Workspace } from '../store/Workspace';
import { Webhooks } from '../webhooks/Webhooks';
import { readBody, sendJson } from './exchange';
import { RequestLog } from './RequestLog';

const newIssue = z.strictObject({
  id: z.string().optional(),
  team: z.string(),
  title: z.string(),
  description: z.string().optional(),
  parent: z.string().optional(),
  state: z.string().optional(),
  assignee: z.string().optional(),
  priority: z.number().optional(),
  dueDate: z.string().optional(),
  labels: z.array(z.string()).optional(),
  project: z.string().optional(),
});

const issuePatch = z.strictObject({
  title: z.string().optional(),
  description: z.string().nullable().optional(),
  state: z.string().optional(),
  assignee: z.string().nullable().optional(),
  priority: z.number().optional(),
  dueDate: z.string().nullable().optional(),
  parent: z.string().nullable().optional(),
  labels: z.array(z.string()).optional(),
  /** Key of the team to move to. */
  team: z.string().optional(),
});

const newRelation = z.strictObject({
  issue: z.string(),
  relatedIssue: z.string(),
  type: z.enum(relationTypes).optional(),
});

const newWebhook = z.strictObject({
  url: z.url(),
  secret: z.string(),
  teamId: z.string().optional(),
  allPublicTeams: z.boolean().optional(),
});

/** The API for tests in other processes to act as a person in Linear: JSON under `/__simulator/`. */
export class ControlApi {
  readonly #store: Workspace;
  readonly #faults: Faults;
  readonly #requests: RequestLog;
  readonly #webhooks: Webhooks;

  constructor(options: {
    store: Workspace;
    faults: Faults;
    requests: RequestLog;
    webhooks: Webhooks;
  }) {
    this.#store = options.store;
    this.#faults = options.faults;
    this.#requests = options.requests;
    this.#webhooks = options.webhooks;
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<void> {
    const text = await readBody(request);
    try {
      const answer = await this.#answer(
        request.method ?? 'GET',
        pathname.split('/').slice(2).map(decodeURIComponent),
        text === '' ? undefined : JSON.parse(text),
      );
      if (answer === undefined) sendJson(response, 404, { error: 'not found' });
      else sendJson(response, 200, answer);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const message =
        error instanceof LinearError ? error.presentable : error.message;
      sendJson(response, 400, { error: message });
    }
  }

  async #answer(
    method: string,
    [resource = '', name, action]: string[],
    body: unknown,
  ): Promise<unknown> {
    switch (`${method} ${resource}`) {
      case 'GET state':
        return this.#state();
      case 'GET faults':
        return { faults: this.#faults.list() };
      case 'POST faults':
        return this.#faults.add(faultInput.parse(body));
      case 'DELETE faults':
        this.#faults.clear(name);
        return { faults: this.#faults.list() };
      case 'GET requests':
        return { requests: this.#requests.list() };
      case 'DELETE requests':
        this.#requests.clear();
        return { requests: [] };
      case 'GET webhooks':
        return { deliveries: this.#webhooks.deliveries() };
      case 'POST webhooks':
        return name === 'flush'
          ? this.#flush()
          : { id: this.#webhooks.register(newWebhook.parse(body)) };
      case 'GET issues':
        return name === undefined
          ? { issues: this.#store.issues().map(issue => this.#view(issue)) }
          : this.#view(this.#store.issue(name));
      case 'POST issues':
        return this.#view(
          name === undefined
            ? this.#store.createIssue(newIssue.parse(body))
            : this.#act(name, action),
        );
      case 'PATCH issues':
        return name === undefined ? undefined : this.#patch(name, body);
      case 'DELETE issues':
        if (name === undefined) return undefined;
        this.#store.deletePermanently(name);
        return { deleted: name };
      case 'POST relations': {
        const { issue, relatedIssue, type } = newRelation.parse(body);
        return this.#store.relate(issue, relatedIssue, type);
      }
      case 'DELETE relations': {
        const { issue, relatedIssue, type } = newRelation.parse(body);
        this.#store.unrelate(issue, relatedIssue, type);
        return { deleted: true };
      }
      default:
        return undefined;
    }
  }

  #state() {
    const store = this.#store;
    const { tables } = store;
    return {
      organization: tables.organization,
      teams: store.teams(),
      users: store.users(),
      counts: {
        issues: tables.issues.size,
        relations: tables.relations.size,
        attachments: tables.attachments.size,
        comments: tables.comments.size,
      },
      faults: this.#faults.list(),
    };
  }

  #view(issue: IssueRecord) {
    const { tables } = this.#store;
    return {
      ...issue,
      url: this.#store.issueUrl(issue),
      state: tables.stateOf(issue).name,
      attachments: tables.attachmentsOfIssue(issue.id),
      relations: tables.relationsOfIssue(issue.id),
      inverseRelations: tables.inverseRelationsOfIssue(issue.id),
      children: tables.childrenOfIssue(issue.id).map(row => row.identifier),
      comments: tables.commentsOfIssue(issue.id),
    };
  }

  #patch(name: string, body: unknown) {
    const { team, ...patch } = issuePatch.parse(body);
    const { id } = this.#store.issue(name);
    if (team !== undefined) this.#store.moveToTeam(id, team);
    return this.#view(this.#store.updateIssue(id, patch));
  }

  #act(name: string, action: string | undefined): IssueRecord {
    switch (action) {
      case 'trash':
        return this.#store.trash(name);
      case 'archive':
        return this.#store.archive(name);
      case 'restore':
        return this.#store.restore(name);
      default:
        throw new Error('The action must be trash, archive or restore');
    }
  }

  async #flush() {
    await this.#webhooks.flush({ retries: true });
    return { deliveries: this.#webhooks.deliveries() };
  }
}
