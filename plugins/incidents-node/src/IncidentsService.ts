import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  ActionItemFilters,
  ActionItems,
  CreateActionItemInput,
  CreateIncidentInput,
  Incident,
  IncidentActionItemPage,
  IncidentFilters,
  IncidentPage,
  ServiceIncident,
  ServiceIncidentPage,
  SyncResult,
  TransitionActionItem,
  TransitionResult,
  UpdateActionItemInput,
  UpdateIncidentInput,
  WrittenActionItem,
  WrittenIncident,
} from '@backstage-incidents/incidents-common';

/** Options of every call. @public */
export interface IncidentsServiceOptions {
  /**
   * On whose behalf the call is made. A user's credentials show what that user can
   * see. A service's own credentials show private incidents only in their redacted
   * form, so use them with the methods named `…AsService`.
   */
  credentials: BackstageCredentials;
}

/** Options of a call that reads. @public */
export interface IncidentsServiceReadOptions extends IncidentsServiceOptions {
  /** Ends the call early. */
  signal?: AbortSignal;
}

/** Options of a call that creates something. @public */
export interface IncidentsServiceCreateOptions extends IncidentsServiceOptions {
  /** Makes a repeated call return the result of the first. */
  idempotencyKey?: string;
}

/**
 * Incidents for other backend plugins, through the HTTP API of the incidents
 * backend, which may run in another process.
 *
 * Every method throws `ResponseError` when the API responds with an error.
 *
 * @public
 */
export interface IncidentsService {
  /** Declares an incident. The response holds as much of it as the caller may read. */
  createIncident(
    body: CreateIncidentInput,
    options: IncidentsServiceCreateOptions & {
      /** Seconds, at most 20, to wait for the parent issue to be linked. */
      waitSeconds?: number;
    },
  ): Promise<WrittenIncident>;

  /** Reads one page of the incidents that match the filters. */
  listIncidents(
    filters: IncidentFilters,
    options: IncidentsServiceReadOptions,
  ): Promise<IncidentPage>;

  /** Reads one incident by its reference, for example `INC-42`. */
  getIncident(
    ref: string,
    options: IncidentsServiceReadOptions,
  ): Promise<Incident>;

  /** {@link IncidentsService.listIncidents} for a service's own credentials. */
  listIncidentsAsService(
    filters: IncidentFilters,
    options: IncidentsServiceReadOptions,
  ): Promise<ServiceIncidentPage>;

  /** {@link IncidentsService.getIncident} for a service's own credentials. */
  getIncidentAsService(
    ref: string,
    options: IncidentsServiceReadOptions,
  ): Promise<ServiceIncident>;

  /** Edits an incident; a stale `expectedVersion` is a conflict, 409. */
  updateIncident(
    ref: string,
    body: UpdateIncidentInput,
    options: IncidentsServiceOptions,
  ): Promise<WrittenIncident>;

  /** Reads the action items of an incident and how fresh they are. */
  listActionItems(
    ref: string,
    options: IncidentsServiceReadOptions,
  ): Promise<ActionItems>;

  /**
   * Reads one page of the action items of all incidents that the credentials show
   * in full.
   */
  findActionItems(
    filters: ActionItemFilters,
    options: IncidentsServiceReadOptions,
  ): Promise<IncidentActionItemPage>;

  /** Creates a sub-issue of the incident's parent issue. */
  createActionItem(
    ref: string,
    body: CreateActionItemInput,
    options: IncidentsServiceCreateOptions,
  ): Promise<WrittenActionItem>;

  /** Edits an action item, for example `PAY-215`. */
  updateActionItem(
    ref: string,
    identifier: string,
    body: UpdateActionItemInput,
    options: IncidentsServiceOptions,
  ): Promise<WrittenActionItem>;

  /** Moves an action item to another workflow state of its team. */
  transitionActionItem(
    ref: string,
    identifier: string,
    body: TransitionActionItem,
    options: IncidentsServiceOptions,
  ): Promise<TransitionResult>;

  /** Refreshes an incident's action items from Linear now. */
  syncIncident(
    ref: string,
    options: IncidentsServiceOptions,
  ): Promise<SyncResult>;
}
