/** The fields of an issue that the tests read. */
export type LinearIssue = {
  id: string;
  identifier: string;
  title: string;
  url: string;
  state: string;
  children: string[];
};

/** An issue as a person types it: names, not ids. */
export type NewLinearIssue = {
  /** Team key. */
  team: string;
  title: string;
  /** Identifier. */
  parent?: string;
  state?: string;
  /** Email address. */
  assignee?: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority?: number;
  /** YYYY-MM-DD. */
  dueDate?: string;
};

/** Acts as a person in Linear, through the simulator's control API. */
export class Linear {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  create(issue: NewLinearIssue): Promise<LinearIssue> {
    return this.#send('POST', '/issues', issue);
  }

  get(identifier: string): Promise<LinearIssue> {
    return this.#send('GET', `/issues/${identifier}`);
  }

  async issues(): Promise<LinearIssue[]> {
    const { issues } = await this.#send<{ issues: LinearIssue[] }>(
      'GET',
      '/issues',
    );
    return issues;
  }

  change(
    identifier: string,
    change: { state?: string; assignee?: string | null; title?: string },
  ): Promise<LinearIssue> {
    return this.#send('PATCH', `/issues/${identifier}`, change);
  }

  /** Makes requests fail until `clearFaults`, or as often as the fault says. */
  break(fault: Record<string, unknown>): Promise<unknown> {
    return this.#send('POST', '/faults', fault);
  }

  clearFaults(): Promise<unknown> {
    return this.#send('DELETE', '/faults');
  }

  async #send<TResponse>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<TResponse> {
    const response = await fetch(`${this.#url}/__simulator${path}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path} responded with ${text}`);
    }
    return JSON.parse(text);
  }
}
