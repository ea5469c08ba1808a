import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  CreateIncident,
  UpdateIncident,
} from '@backstage-incidents/incidents-common';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { Knex } from 'knex';
import { enqueueRefreshOwners } from '../catalog/entityOwners';
import { RequestLimits } from '../database/RequestLimits';
import { EnqueuedJob, JobPriority, JobQueue } from '../jobs';
import { IncidentAnnouncer } from '../announcer';
import { IdempotencyStore, IdempotentRequest } from './IdempotencyStore';
import { draftIncident, editIncident } from './incidentChanges';
import { IncidentRecord, incidentRef, isClosed } from './IncidentRecord';
import { IncidentStore } from './IncidentStore';
import { IncidentQueries } from './matchingIncidents';
import { AuthenticatedRequester, principalOf } from './Requester';
import { requireKnownPeople } from './requireKnownPeople';
import { actorOf, timelineOfEdit, TimelineStore } from './timeline';

/** How incidents ask for their parent issues, without knowing Linear. */
export interface ParentIssueRequests {
  /** A parent is to be created: stores its UUID and enqueues the job, in the caller's transaction. */
  create(tx: Knex, incidentNumber: number): Promise<EnqueuedJob>;
  /** Brings the parent to the desired state, since the incident or its items changed. */
  reconcile(
    tx: Knex,
    incidentNumber: number,
    priority: JobPriority,
  ): Promise<EnqueuedJob>;
}

/** Incidents: numbers, rules, and who may see them. */
export type IncidentService = ReturnType<typeof createIncidentService>;

export function createIncidentService(deps: {
  queries: IncidentQueries;
  incidents: IncidentStore;
  /** Absent while Linear is not configured. */
  parentIssues?: ParentIssueRequests;
  idempotency: IdempotencyStore;
  timeline: TimelineStore;
  catalog: CatalogService;
  logger: LoggerService;
  announcer: IncidentAnnouncer;
  jobs: JobQueue;
  limits: RequestLimits;
  /** How many incidents a person or service may declare. */
  declarePerMinute: number;
}) {
  const { queries, incidents, parentIssues, idempotency, announcer } = deps;
  const { timeline } = deps;
  const { prefix, now } = queries;
  const { knex } = queries.database;

  return {
    /**
     * Declares an incident. The UUID of its parent issue is stored in the same
     * transaction, before any call to Linear, so that however often its creation
     * is tried there is at most one.
     *
     * @throws InputError for people who cannot be, ConflictError for a reused
     * key, TooManyRequestsError
     */
    async create(options: {
      body: CreateIncident;
      requester: AuthenticatedRequester;
      idempotency?: IdempotentRequest;
    }): Promise<{
      outcome: 'created' | 'repeated';
      number: number;
      ref: string;
    }> {
      const { body, requester, idempotency: request } = options;
      const earlier = await idempotency.find(request);
      if (earlier) {
        const { incidentNumber: number } = earlier;
        const ref = incidentRef(prefix, number);
        return { outcome: 'repeated', number, ref };
      }
      await requireKnownPeople(deps, body, requester.credentials);
      await deps.limits.count({
        action: 'declare',
        principal: principalOf(requester),
        perMinute: deps.declarePerMinute,
      });
      const draft = draftIncident({ body, requester, now: now() });
      const { outcome, incidentNumber: number } = await idempotency.once(
        request,
        async tx => {
          const allocated = await incidents.allocateNumber(tx);
          await incidents.insert(tx, { ...draft, number: allocated });
          await timeline.append(tx, allocated, [
            { kind: 'declared', actor: draft.reporter, params: {} },
          ]);
          await enqueueRefreshOwners(deps.jobs, tx, draft.affects);
          await parentIssues?.create(tx, allocated);
          return { incidentNumber: allocated };
        },
      );
      const ref = incidentRef(prefix, number);
      if (outcome === 'created') {
        announcer.announce([{ type: 'incident.created', incidentRef: ref }]);
      }
      return { outcome, number, ref };
    },

    /** @throws ConflictError with the `currentVersion` when someone else edited it meanwhile */
    async update(options: {
      incident: IncidentRecord;
      body: UpdateIncident;
      requester: AuthenticatedRequester;
    }): Promise<IncidentRecord> {
      const { incident, body, requester } = options;
      const { number, ref } = incident;
      await requireKnownPeople(deps, body, requester.credentials);
      const edit = editIncident({ record: incident, body, now: now() });
      await knex.transaction(async tx => {
        const result = await incidents.update(tx, {
          number,
          expectedVersion: body.expectedVersion,
          edit,
        });
        if (result.outcome !== 'applied') {
          const currentVersion =
            result.outcome === 'conflict' ? result.current?.version : undefined;
          throw Object.assign(
            new ConflictError(
              `${ref} was changed by someone else; read it again and repeat your change on version ${currentVersion}`,
            ),
            { currentVersion },
          );
        }
        await timeline.append(
          tx,
          number,
          timelineOfEdit(incident, edit, actorOf(requester)),
        );
        await enqueueRefreshOwners(deps.jobs, tx, body.affects ?? []);
        await parentIssues?.reconcile(tx, number, 'interactive');
      });
      const closedNow =
        body.status !== undefined &&
        isClosed(body.status) &&
        !isClosed(incident.status);
      announcer.announce([
        { type: 'incident.updated', incidentRef: ref },
        ...(closedNow
          ? [{ type: 'incident.closed', incidentRef: ref } as const]
          : []),
      ]);
      const [updated] = await incidents.findMany([number]);
      return updated;
    },
  };
}
