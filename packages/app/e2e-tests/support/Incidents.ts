import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';

/** The fields of an incident that the tests read. */
export type IncidentAnswer = {
  ref: string;
  title: string;
  version: number;
  parentIssue: { status: string; identifier?: string };
};

/** An incident to declare; `title` must be the test's own. */
export type IncidentDraft = {
  title: string;
  severity?: string;
  visibility?: 'public' | 'private';
  lead?: string;
  participants?: string[];
  affects?: string[];
  labels?: string[];
};

/** The incidents API over HTTP, as one person. */
export class Incidents {
  readonly #baseUrl: string;
  readonly #token: string;

  constructor(options: { baseUrl: string; token: string }) {
    this.#baseUrl = options.baseUrl;
    this.#token = options.token;
  }

  /** Returns any response, also an error, for tests of rejected requests. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return this.fetchApi(`/incidents${path}`, init);
  }

  /** The same for any plugin, such as `/search/query?term=…`. */
  async fetchApi(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.#baseUrl}/api${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        ...init.headers,
      },
    });
  }

  /** Declares an incident and waits until its page exists. */
  async declare(draft: IncidentDraft): Promise<IncidentAnswer> {
    const response = await this.fetch('/incidents', {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID(), prefer: 'wait=10' },
      body: JSON.stringify({ severity: 'sev3', ...draft }),
    });
    expect(response.status, await response.clone().text()).toBe(201);
    const incident: IncidentAnswer = await response.json();
    await expect
      .poll(async () => (await this.#fetchEntity(incident.ref)).status, {
        intervals: [100],
        timeout: 30_000,
      })
      .toBe(200);
    return incident;
  }

  #fetchEntity(ref: string): Promise<Response> {
    const name = ref.toLocaleLowerCase('en-US');
    return this.fetchApi(`/catalog/entities/by-name/incident/default/${name}`);
  }

  /** Declares an incident, waits for its parent issue, and returns the issue's identifier too. */
  async declareLinked(draft: IncidentDraft) {
    const { ref } = await this.declare(draft);
    let identifier: string | undefined;
    await expect
      .poll(
        async () => {
          const { parentIssue } = await this.get(ref);
          identifier = parentIssue.identifier;
          return parentIssue.status;
        },
        { timeout: 30_000 },
      )
      .toBe('linked');
    if (!identifier) throw new Error(`${ref} is linked to no identifier`);
    return { ref, parent: identifier };
  }

  async get(ref: string): Promise<IncidentAnswer> {
    const response = await this.fetch(`/incidents/${ref}`);
    expect(response.status).toBe(200);
    return response.json();
  }

  async sync(ref: string): Promise<void> {
    const response = await this.fetch(`/incidents/${ref}/sync`, {
      method: 'POST',
    });
    expect(response.status, await response.clone().text()).toBe(200);
  }
}

/** The page of an incident. */
export function incidentPath(ref: string): string {
  return `/catalog/default/incident/${ref.toLocaleLowerCase('en-US')}`;
}
