import { IncomingMessage, ServerResponse } from 'node:http';
import { faultInput } from '../faults/Fault';
import { Faults } from '../faults/Faults';
import { readBody, send } from '../http/exchange';
import { RequestLog } from '../http/RequestLog';
import { LinearError } from '../store/LinearError';
import { IssueRecord, relationTypes } from '../store/records';
import { Workspace } from '../store/Workspace';
import { faultsView } from './faultsView';
import { Html, html } from './html';
import { issueListView } from './issueListView';
import { issueView } from './issueView';
import { layout } from './layout';

/** The web page: plain forms, no script. Its user acts as a person in Linear. */
export class Pages {
  readonly #store: Workspace;
  readonly #faults: Faults;
  readonly #requests: RequestLog;

  constructor(options: {
    store: Workspace;
    faults: Faults;
    requests: RequestLog;
  }) {
    this.#store = options.store;
    this.#faults = options.faults;
    this.#requests = options.requests;
  }

  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    pathname: string,
  ): Promise<void> {
    const path = pathname.split('/').slice(1).map(decodeURIComponent);
    const { urlKey } = this.#store.tables.organization;
    if (path[0] === urlKey) path.shift();
    const parent = path[0] === 'new' && this.#parentOf(request.url);
    if (parent) {
      response
        .writeHead(302, { location: this.#store.issuePath(parent) })
        .end();
      return;
    }
    const posted = request.method === 'POST';
    if (posted && request.headers['sec-fetch-site'] === 'cross-site') {
      this.#show(response, 403, 'Refused', html`<p>Not from here.</p>`);
      return;
    }
    const form = new URLSearchParams(posted ? await readBody(request) : '');
    const issue =
      path[0] === 'issue' ? this.#store.findIssue(path[1] ?? '') : undefined;
    try {
      if (!posted) {
        this.#read(response, path, issue);
        return;
      }
      const location = issue
        ? this.#change(issue, path[2], form)
        : this.#changeFaults(path.join('/'), form);
      response.writeHead(303, { location }).end();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const message =
        error instanceof LinearError ? error.presentable : error.message;
      this.#show(
        response,
        400,
        'Something went wrong',
        issue ? issueView(this.#store, issue) : html``,
        message,
      );
    }
  }

  /** Linear's form for a new issue names its parent; here the parent's page has the form. */
  #parentOf(url: string | undefined): IssueRecord | undefined {
    const { searchParams } = new URL(url ?? '', 'http://localhost');
    return this.#store.findIssue(searchParams.get('parentId') ?? '');
  }

  #read(
    response: ServerResponse,
    path: string[],
    issue: IssueRecord | undefined,
  ): void {
    if (path[0] === '' || path[0] === undefined) {
      this.#show(response, 200, 'Issues', issueListView(this.#store));
    } else if (path[0] === 'faults') {
      const content = faultsView(this.#faults.list(), this.#requests.list());
      this.#show(response, 200, 'Faults', content);
    } else if (issue) {
      const title = `${issue.identifier} ${issue.title}`;
      this.#show(response, 200, title, issueView(this.#store, issue));
    } else {
      this.#show(
        response,
        404,
        'Not found',
        html`<h1>Not found</h1>
          <p>This page does not exist.</p>`,
      );
    }
  }

  /** Returns the page to redirect to. */
  #change(
    issue: IssueRecord,
    action: string | undefined,
    form: URLSearchParams,
  ): string {
    const store = this.#store;
    const { id } = issue;
    const value = (name: string) => form.get(name)?.trim() || undefined;
    switch (action) {
      case 'state':
        store.updateIssue(id, { state: value('state') });
        break;
      case 'assignee':
        store.updateIssue(id, { assignee: value('assignee') ?? null });
        break;
      case 'priority':
        store.updateIssue(id, { priority: Number(value('priority')) });
        break;
      case 'due-date':
        store.updateIssue(id, { dueDate: value('dueDate') ?? null });
        break;
      case 'title':
        store.updateIssue(id, { title: value('title') ?? '' });
        break;
      case 'team':
        store.moveToTeam(id, value('team') ?? '');
        break;
      case 'trash':
        store.trash(id);
        break;
      case 'archive':
        store.archive(id);
        break;
      case 'restore':
        store.restore(id);
        break;
      case 'sub-issues':
        store.createIssue({
          team: store.tables.teamOf(issue).key,
          parent: id,
          title: value('title') ?? '',
          assignee: value('assignee'),
          priority: Number(value('priority') ?? 0),
          dueDate: value('dueDate'),
        });
        break;
      case 'relations':
        this.#relate(issue, form);
        break;
      case 'unrelate':
        store.linkOperations.unrelate(
          store.human().relation(value('relation') ?? ''),
        );
        break;
      default:
        throw new Error('There is no such action');
    }
    return store.issuePath(store.issue(id));
  }

  #relate(issue: IssueRecord, form: URLSearchParams): void {
    const store = this.#store;
    const title = form.get('title')?.trim();
    const existing = form.get('issue')?.trim();
    if (!title && !existing) {
      throw new Error('Give an existing issue or the title of a new one');
    }
    const other = existing
      ? store.issue(existing)
      : store.createIssue({
          team: form.get('team') ?? store.tables.teamOf(issue).key,
          title: title ?? '',
        });
    const type = form.get('type') ?? 'related';
    if (type === 'blocked by') {
      store.relate(other.id, issue.id, 'blocks');
      return;
    }
    const known = relationTypes.find(name => name === type);
    if (!known) throw new Error('There is no such relation');
    store.relate(issue.id, other.id, known);
  }

  #changeFaults(path: string, form: URLSearchParams): string {
    if (path === 'faults/clear') this.#faults.clear();
    else if (path === 'requests/clear') this.#requests.clear();
    else if (path === 'faults') this.#addFault(form);
    else throw new Error('There is no such action');
    return '/faults';
  }

  #addFault(form: URLSearchParams): void {
    const kind = form.get('kind');
    const times = form.get('times')?.trim();
    const detail: Record<string, unknown> = {};
    if (kind === 'status') detail.status = Number(form.get('status'));
    if (kind === 'delay') detail.delayMs = Number(form.get('milliseconds'));
    if (kind === 'rateLimited') {
      detail.resetAfterMs = Number(form.get('milliseconds'));
    }
    if (kind === 'lostTeam') detail.team = form.get('team');
    this.#faults.add(
      faultInput.parse({
        kind,
        match: form.get('match')?.trim() || undefined,
        times: times ? Number(times) : 'untilCleared',
        ...detail,
      }),
    );
  }

  #show(
    response: ServerResponse,
    status: number,
    title: string,
    content: Html,
    error?: string,
  ): void {
    send(response, {
      status,
      contentType: 'text/html; charset=utf-8',
      body: layout({
        title,
        organization: this.#store.tables.organization.name,
        error,
        content,
      }),
      headers: {
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'",
      },
    });
  }
}
