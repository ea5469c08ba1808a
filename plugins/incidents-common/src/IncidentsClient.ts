import { z } from 'zod';
import { ActionItemFilters, IncidentFilters, queryString } from './filters';
import {
  createSendRequest,
  CreateOptions,
  ReadOptions,
  SendRequest,
} from './sendRequest';
import {
  ActionItems,
  AttachActionItem,
  actionItemsSchema,
  CreateActionItemInput,
  SyncResult,
  syncResultSchema,
  TransitionActionItem,
  TransitionResult,
  transitionResultSchema,
  UpdateActionItemInput,
  WrittenActionItem,
  writtenActionItemSchema,
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
  WrittenIncident,
  writtenIncidentSchema,
} from './wire/incident';
import {
  IncidentActionItemPage,
  incidentActionItemPageSchema,
} from './wire/incidentActionItem';
import {
  DoctorReport,
  doctorReportSchema,
  LinearStatus,
  linearStatusSchema,
  RoutingDecision,
  routingDecisionSchema,
  RoutingPreview,
  startSweepResultSchema,
} from './wire/operations';
import {
  MoveParentIssue,
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
import {
  CreateNoteInput,
  Timeline,
  TimelineNote,
  timelineNoteSchema,
  timelineSchema,
} from './wire/timeline';

/**
 * Typed client of the incidents HTTP API, for browsers and backends.
 *
 * Every method throws `ResponseError` for an error response, and `Error` when
 * the response is not from the incidents API, for example a proxy's page.
 *
 * @public
 */
export class IncidentsClient {
  readonly #send: SendRequest;

  constructor(options: {
    fetchApi: { fetch: typeof fetch };
    discoveryApi: { getBaseUrl(pluginId: string): Promise<string> };
  }) {
    this.#send = createSendRequest({
      fetch: options.fetchApi.fetch,
      baseUrl: () => options.discoveryApi.getBaseUrl('incidents'),
    });
  }

  async createIncident(
    body: CreateIncidentInput,
    options?: CreateOptions,
  ): Promise<WrittenIncident> {
    return this.#send('POST', '/incidents', writtenIncidentSchema, {
      body,
      options,
    });
  }

  async listIncidents(
    filters: IncidentFilters = {},
    options?: ReadOptions,
  ): Promise<IncidentPage> {
    return this.#list(filters, incidentPageSchema, options);
  }

  /**
   * The same list for a service's own credentials: private incidents are in their
   * redacted form.
   */
  async listIncidentsAsService(
    filters: IncidentFilters = {},
    options?: ReadOptions,
  ): Promise<ServiceIncidentPage> {
    return this.#list(filters, serviceIncidentPageSchema, options);
  }

  async #list<T>(
    filters: IncidentFilters,
    schema: z.ZodType<T>,
    options?: ReadOptions,
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
    options?: ReadOptions,
  ): Promise<Statistics> {
    return this.#send(
      'GET',
      `/statistics${queryString(filters)}`,
      statisticsSchema,
      { options },
    );
  }

  /** Labels and teams that incidents have. */
  async getFacets(options?: ReadOptions): Promise<Facets> {
    return this.#send('GET', '/facets', facetsSchema, { options });
  }

  /** Action items of all incidents that match, for example those of a person. */
  async findActionItems(
    filters: ActionItemFilters = {},
    options?: ReadOptions,
  ): Promise<IncidentActionItemPage> {
    return this.#send(
      'GET',
      `/action-items${queryString(filters)}`,
      incidentActionItemPageSchema,
      { options },
    );
  }

  /** All incidents that match, as CSV with the columns' names in the first line. */
  async incidentsCsv(
    filters: IncidentFilters = {},
    options?: ReadOptions,
  ): Promise<string> {
    return this.#send(
      'GET',
      `/incidents.csv${queryString(filters)}`,
      z.string(),
      { options },
    );
  }

  /** All action items that match, as CSV with the columns' names in the first line. */
  async actionItemsCsv(
    filters: ActionItemFilters = {},
    options?: ReadOptions,
  ): Promise<string> {
    return this.#send(
      'GET',
      `/action-items.csv${queryString(filters)}`,
      z.string(),
      { options },
    );
  }

  async getIncident(ref: string, options?: ReadOptions): Promise<Incident> {
    return this.#send('GET', incidentPath(ref), incidentSchema, {
      options,
    });
  }

  /**
   * The same incident for a service's own credentials: a private one is in its
   * redacted form.
   */
  async getIncidentAsService(
    ref: string,
    options?: ReadOptions,
  ): Promise<ServiceIncident> {
    return this.#send('GET', incidentPath(ref), serviceIncidentSchema, {
      options,
    });
  }

  async updateIncident(
    ref: string,
    body: UpdateIncidentInput,
    options?: { token?: string },
  ): Promise<WrittenIncident> {
    return this.#send('PATCH', incidentPath(ref), writtenIncidentSchema, {
      body,
      options,
    });
  }

  async getActionItems(
    ref: string,
    options?: ReadOptions,
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
  ): Promise<WrittenActionItem> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/action-items`,
      writtenActionItemSchema,
      { body, options },
    );
  }

  /** Makes an existing Linear issue an action item. */
  async attachActionItem(
    ref: string,
    body: AttachActionItem,
    options?: { token?: string },
  ): Promise<WrittenActionItem> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/action-items/attach`,
      writtenActionItemSchema,
      { body, options },
    );
  }

  async updateActionItem(
    ref: string,
    identifier: string,
    body: UpdateActionItemInput,
    options?: { token?: string },
  ): Promise<WrittenActionItem> {
    return this.#send(
      'PATCH',
      `${incidentPath(ref)}/action-items/${encodeURIComponent(identifier)}`,
      writtenActionItemSchema,
      { body, options },
    );
  }

  /** Makes an issue no action item any more; deletes no issue. */
  async detachActionItem(
    ref: string,
    identifier: string,
    options?: { token?: string },
  ): Promise<void> {
    await this.#send(
      'DELETE',
      `${incidentPath(ref)}/action-items/${encodeURIComponent(identifier)}`,
      z.unknown(),
      { options },
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

  /** Moves the parent issue to another state of its team. */
  async transitionParentIssue(
    ref: string,
    body: TransitionActionItem,
    options?: { token?: string },
  ): Promise<TransitionResult> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/parent-issue/transition`,
      transitionResultSchema,
      { body, options },
    );
  }

  /** Moves the parent issue to another Linear team. */
  async moveParentIssue(
    ref: string,
    body: MoveParentIssue,
    options?: { token?: string },
  ): Promise<ParentIssue> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/parent-issue/move`,
      parentIssueSchema,
      { body, options },
    );
  }

  /** What happened to an incident, newest first. */
  async getTimeline(
    ref: string,
    page: { limit?: number; cursor?: string } = {},
    options?: ReadOptions,
  ): Promise<Timeline> {
    return this.#send(
      'GET',
      `${incidentPath(ref)}/timeline${queryString(page)}`,
      timelineSchema,
      { options },
    );
  }

  /** Adds a note to an incident's timeline. */
  async addNote(
    ref: string,
    body: CreateNoteInput,
    options?: { token?: string },
  ): Promise<TimelineNote> {
    return this.#send(
      'POST',
      `${incidentPath(ref)}/notes`,
      timelineNoteSchema,
      { body, options },
    );
  }

  /** Deletes the text of a note of one's own; that there was one stays visible. */
  async deleteNote(
    ref: string,
    id: string,
    options?: { token?: string },
  ): Promise<void> {
    await this.#send(
      'DELETE',
      `${incidentPath(ref)}/notes/${encodeURIComponent(id)}`,
      z.unknown(),
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

  async getLinearStatus(options?: ReadOptions): Promise<LinearStatus> {
    return this.#send('GET', '/linear/status', linearStatusSchema, {
      options,
    });
  }

  /** Checks the whole set-up, Linear included; takes as long as Linear takes to respond. */
  async getDoctorReport(options?: ReadOptions): Promise<DoctorReport> {
    return this.#send('GET', '/doctor', doctorReportSchema, { options });
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
}

function incidentPath(ref: string): string {
  return `/incidents/${encodeURIComponent(ref)}`;
}
