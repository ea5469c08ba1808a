import { ResponseError } from '@backstage/errors';
import { z } from 'zod';
import {
  ActionItem,
  actionItemSchema,
  ActionItems,
  actionItemsSchema,
  CreateActionItemInput,
  SyncResult,
  syncResultSchema,
  TransitionActionItem,
  TransitionResult,
  transitionResultSchema,
  UpdateActionItemInput,
} from './wire/actionItem';
import {
  CreateIncidentInput,
  Incident,
  IncidentPage,
  incidentPageSchema,
  incidentSchema,
  ServiceIncident,
  ServiceIncidentPage,
  serviceIncidentPageSchema,
  serviceIncidentSchema,
  UpdateIncidentInput,
} from './wire/incident';
import {
  IncidentActionItemPage,
  incidentActionItemPageSchema,
} from './wire/incidentActionItem';
import {
  LinearStatus,
  linearStatusSchema,
  RoutingDecision,
  routingDecisionSchema,
  RoutingPreview,
  startSweepResultSchema,
} from './wire/operations';
import {
  ParentIssue,
  parentIssueSchema,
  PutParentIssue,
} from './wire/parentIssue';
import {
  Facets,
  facetsSchema,
  Statistics,
  statisticsSchema,
} from './wire/statistics';

/** Filters of a list call; a list means any of its values. @public */
export type IncidentFilters = Partial<
  Record<
    | 'status'
    | 'severity'
    | 'visibility'
    | 'lead'
    | 'affects'
    | 'label'
    | 'team',
    string[]
  > & {
    q: string;
    hasOpenActionItems: boolean;
    overdue: boolean;
    orderBy: string;
    limit: number;
    cursor: string;
  }
>;

/** Filters of `listActionItems`; a list means any of its values. @public */
export type ActionItemFilters = Partial<
  Record<'assignee' | 'affects' | 'status', string[]> & {
    overdue: boolean;
    limit: number;
    cursor: string;
  }
>;

/** Options of a call that may create something. @public */
export interface CreateOptions {
  /** Makes a repeat return what the first call made. */
  idempotencyKey?: string;
  /** Seconds, at most 20, to wait for the parent issue to be linked. */
  waitSeconds?: number;
  /** Backstage token, where the fetch given to the client does not add one. */
  token?: string;
}

/**
 * Typed client of the incidents HTTP API, for browsers and backends.
 *
 * Every method throws `ResponseError` when the server refuses; answers are
 * validated, so a proxy's page never passes for an incident but is an `Error`.
 *
 * @public
 */
export class IncidentsClient {
  readonly #fetch: typeof fetch;
  readonly #baseUrl: () => Promise<string>;

  constructor(options: {
    fetchApi: { fetch: typeof fetch };
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  }) {
    this.#fetch = options.fetchApi.fetch;
    this.#baseUrl = () => options.discoveryApi.getBaseUrl('incidents');
  }

  async createIncident(
    body: CreateIncidentInput,
    options?: CreateOptions,
  ): Promise<Incident> {
    return this.#send('POST', '/incidents', incidentSchema, { body, options });
  }

  async listIncidents(
    filters: IncidentFilters = {},
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<IncidentPage> {
    return this.#list(filters, incidentPageSchema, options);
  }

  /**
   * The same list as a service principal acting for itself gets it: private
   * incidents are there in their redacted form.
   */
  async listIncidentsAsService(
    filters: IncidentFilters = {},
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<ServiceIncidentPage> {
    return this.#list(filters, serviceIncidentPageSchema, options);
  }

  async #list<T>(
    filters: IncidentFilters,
    schema: z.ZodType<T>,
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<T> {
    return this.#send('GET', `/incidents${queryString(filters)}`, schema, {
      options,
    });
  }

  /** Counts over the incidents that match, for numbers and charts. */
  async getStatistics(
    filters: Omit<IncidentFilters, 'orderBy' | 'limit' | 'cursor'> & {
      weeks?: number;
    } = {},
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<Statistics> {
    return this.#send(
      'GET',
      `/statistics${queryString(filters)}`,
      statisticsSchema,
      { options },
    );
  }

  /** Labels and teams by which there is something to find. */
  async getFacets(options?: {
    token?: string;
    signal?: AbortSignal;
  }): Promise<Facets> {
    return this.#send('GET', '/facets', facetsSchema, { options });
  }

  /** Action items of all incidents that match, for example those of a person. */
  async listActionItems(
    filters: ActionItemFilters = {},
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<IncidentActionItemPage> {
    return this.#send(
      'GET',
      `/action-items${queryString(filters)}`,
      incidentActionItemPageSchema,
      { options },
    );
  }

  async getIncident(
    ref: string,
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<Incident> {
    return this.#send('GET', incidentPath(ref), incidentSchema, { options });
  }

  /**
   * The same incident as a service principal acting for itself gets it: a
   * private one in its redacted form.
   */
  async getIncidentAsService(
    ref: string,
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<ServiceIncident> {
    return this.#send('GET', incidentPath(ref), serviceIncidentSchema, {
      options,
    });
  }

  async updateIncident(
    ref: string,
    body: UpdateIncidentInput,
    options?: { token?: string },
  ): Promise<Incident> {
    return this.#send('PATCH', incidentPath(ref), incidentSchema, {
      body,
      options,
    });
  }

  async getActionItems(
    ref: string,
    options?: { token?: string; signal?: AbortSignal },
  ): Promise<ActionItems> {
    return this.#send(
      'GET',
      `${incidentPath(ref)}/action-items`,
      actionItemsSchema,
      { options },
    );
  }

  async createActionItem(
    ref: string,
    body: CreateActionItemInput,
    options?: CreateOptions,
  ): Promise<ActionItem> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/action-items`,
      actionItemSchema,
      { body, options },
    );
  }

  async updateActionItem(
    ref: string,
    identifier: string,
    body: UpdateActionItemInput,
    options?: { token?: string },
  ): Promise<ActionItem> {
    return this.#send(
      'PATCH',
      `${incidentPath(ref)}/action-items/${encodeURIComponent(identifier)}`,
      actionItemSchema,
      { body, options },
    );
  }

  async transitionActionItem(
    ref: string,
    identifier: string,
    body: TransitionActionItem,
    options?: { token?: string },
  ): Promise<TransitionResult> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/action-items/${encodeURIComponent(
        identifier,
      )}/transition`,
      transitionResultSchema,
      { body, options },
    );
  }

  async syncIncident(
    ref: string,
    options?: { token?: string },
  ): Promise<SyncResult> {
    return this.#send('POST', `${incidentPath(ref)}/sync`, syncResultSchema, {
      body: {},
      options,
    });
  }

  async putParentIssue(
    ref: string,
    body: PutParentIssue,
    options?: { token?: string },
  ): Promise<ParentIssue> {
    return this.#send(
      'PUT',
      `${incidentPath(ref)}/parent-issue`,
      parentIssueSchema,
      { body, options },
    );
  }

  async deleteParentIssue(
    ref: string,
    options?: { token?: string },
  ): Promise<ParentIssue> {
    return this.#send(
      'DELETE',
      `${incidentPath(ref)}/parent-issue`,
      parentIssueSchema,
      { options },
    );
  }

  async previewRouting(
    body: RoutingPreview,
    options?: { token?: string },
  ): Promise<RoutingDecision> {
    return this.#send('POST', '/routing/preview', routingDecisionSchema, {
      body,
      options,
    });
  }

  async getLinearStatus(options?: {
    token?: string;
    signal?: AbortSignal;
  }): Promise<LinearStatus> {
    return this.#send('GET', '/linear/status', linearStatusSchema, { options });
  }

  async startSweep(
    body: { acceptRemovals?: boolean } = {},
    options?: { token?: string },
  ): Promise<z.infer<typeof startSweepResultSchema>> {
    return this.#send('POST', '/linear/sync', startSweepResultSchema, {
      body,
      options,
    });
  }

  async retryWork(id: string, options?: { token?: string }): Promise<void> {
    await this.#send(
      'POST',
      `/linear/work/${encodeURIComponent(id)}/retry`,
      z.unknown(),
      { body: {}, options },
    );
  }

  async #send<T>(
    method: string,
    path: string,
    schema: z.ZodType<T>,
    request: {
      body?: unknown;
      options?: CreateOptions & { signal?: AbortSignal };
    },
  ): Promise<T> {
    const { body, options } = request;
    const headers: Record<string, string> = {};
    if (body !== undefined) headers['content-type'] = 'application/json';
    if (options?.token) headers.authorization = `Bearer ${options.token}`;
    if (options?.idempotencyKey) {
      headers['idempotency-key'] = options.idempotencyKey;
    }
    if (options?.waitSeconds) headers.prefer = `wait=${options.waitSeconds}`;
    const response = await this.#fetch(`${await this.#baseUrl()}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options?.signal,
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return parseAnswer(
      schema,
      await response.text(),
      `${method} ${path.split('?')[0]}`,
    );
  }
}

/** The cause says which field is wrong; neither repeats what was answered. */
function parseAnswer<T>(schema: z.ZodType<T>, body: string, call: string): T {
  const answer = schema.safeParse(parseJson(body));
  if (!answer.success) {
    throw new Error(
      `The answer to ${call} does not come from the incidents API or from another version of it`,
      { cause: answer.error },
    );
  }
  return answer.data;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function queryString(filters: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(filters)) {
    for (const entry of Array.isArray(value) ? value : [value]) {
      if (entry !== undefined && entry !== '') {
        query.append(key, String(entry));
      }
    }
  }
  return query.size === 0 ? '' : `?${query}`;
}

function incidentPath(ref: string): string {
  return `/incidents/${encodeURIComponent(ref)}`;
}
