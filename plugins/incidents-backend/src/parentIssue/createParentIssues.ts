import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { Reason } from '@backstage-incidents/incidents-common';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { ClaimedJob, JobHandlers, NotYetError, PermanentError } from '../jobs';
import { LinearCall, linearFailure, LinearIssue } from '../linear';
import { RoutingDraft } from './checkConditions';
import { createInNumberOrder } from './claimIdentifiers';
import { cleanFormerParent, isToRedact } from './cleanFormerParent';
import {
  createInAnyOrder,
  CreateIssueOf,
  createParentIssue,
} from './createParentIssue';
import { ParentIssueDeps } from './deps';
import { decideRouteNow } from './gatherRoutingFacts';
import { createLinkableIssues } from './linkableIssues';
import { createParentIssueMoves } from './moveParentIssue';
import { createParentIssueLinks } from './parentIssueLinks';
import { ParentIssueRecord } from './ParentIssueRecord';
import { reconcileParentIssue } from './reconcileParentIssue';
import { recordSeenIdentifiers } from './seenIdentifiers';

/** The job that creates parents in order enqueues the reconcile of each; this is for when it crashes. */
const CLAIM_POLL_MS = 10_000;

const BACKFILL_BATCH = 100;

/** Everything that keeps parent issues in Linear. */
export type ParentIssues = ReturnType<typeof createParentIssues>;

export function createParentIssues(deps: ParentIssueDeps) {
  const { database, linear, incidents, parentIssues, jobs, announcer } = deps;
  const { routing, syncIdentifiers } = deps.linearSettings;

  const linkable = createLinkableIssues(deps);

  const callOf = (job: ClaimedJob, signal: AbortSignal): LinearCall => ({
    priority: job.priority,
    signal,
  });

  async function create(
    incident: IncidentRecord,
    pending: ParentIssueRecord,
    options: { createIssue: CreateIssueOf; call: LinearCall },
  ): Promise<void> {
    const { number: incidentNumber, ref } = incident;
    try {
      const { parent, linked } = await createParentIssue(
        deps,
        incident,
        pending,
        options,
      );
      // Stored together with what is due next, so that a crash forgets neither.
      await database.knex.transaction(async tx => {
        await parentIssues.update({
          knex: tx,
          record: parent,
          update: linked,
          writer: 'parentIssue.link',
        });
        const { issueId } = parent;
        const { identifier } = linked.observed;
        await deps.timeline.append(tx, incidentNumber, [
          { kind: 'parentLinked', params: { identifier }, issueId },
        ]);
        const key = String(incidentNumber);
        await jobs.enqueueAll(tx, [
          { kind: 'refresh', key, incidentNumber },
          // What was created by an earlier attempt may show what the incident said then.
          { kind: 'reconcileParent', key, incidentNumber },
        ]);
      });
      announcer.announce([{ type: 'incident.updated', incidentRef: ref }]);
    } catch (error) {
      const current = await parentIssues.find(incidentNumber);
      if (current?.issueId !== pending.issueId) {
        // It was replaced meanwhile, so what was created is not wanted.
        await enqueueCleaning([pending]);
        if (current?.status !== 'pending') {
          return;
        }
      }
      throw error;
    }
  }

  /** Also those of an incident that turned private after they were its parents. */
  async function redactFormerParents(incident: IncidentRecord): Promise<void> {
    if (incident.visibility !== 'private') {
      return;
    }
    const former = await parentIssues.listFormer(incident.number);
    await enqueueCleaning(
      former.filter(record => isToRedact(deps, incident, record)),
    );
  }

  async function enqueueCleaning(
    former: readonly ParentIssueRecord[],
  ): Promise<void> {
    await jobs.enqueueAll(
      database.knex,
      former.map(({ issueId, incidentNumber }) => ({
        kind: 'cleanFormerParent',
        key: issueId,
        incidentNumber,
      })),
    );
  }

  /** Has the job of the team do it, unless that one needs a person. */
  async function waitForTurn(): Promise<never> {
    const { team } = routing.default;
    const claim = await jobs.find('claimIdentifiers', team);
    if (claim?.state !== 'escalated') {
      await jobs.enqueue(database.knex, {
        kind: 'claimIdentifiers',
        key: team,
      });
    }
    throw new NotYetError(
      'Parent issues are created in the order of their incidents',
      CLAIM_POLL_MS,
    );
  }

  /**
   * Creates the parent issue, or brings it to the desired state; safe to repeat
   * after any crash.
   *
   * @throws the gateway's errors, PermanentError and NotYetError
   */
  async function reconcileParent(
    job: ClaimedJob,
    signal: AbortSignal,
  ): Promise<void> {
    const incidentNumber = Number(job.key);
    const call = callOf(job, signal);
    const incident = await incidents.find(incidentNumber);
    if (!incident) {
      return;
    }
    await redactFormerParents(incident);
    const parent = await parentIssues.find(incidentNumber);
    if (!parent) {
      return;
    }
    try {
      switch (parent.status) {
        case 'pending':
          await (syncIdentifiers
            ? waitForTurn()
            : create(incident, parent, {
                createIssue: createInAnyOrder(linear),
                call,
              }));
          break;
        case 'linked': {
          const outcome = await reconcileParentIssue(deps, incident, parent, {
            call,
          });
          if (outcome === 'readAgain') {
            await jobs.enqueue(database.knex, {
              kind: 'refresh',
              key: job.key,
              incidentNumber,
            });
          }
          break;
        }
        case 'missing':
          break;
        default:
          throw new Error(`Unknown status ${parent.status satisfies never}`);
      }
    } finally {
      // Also after a failure, since the card shows why it waits.
      announcer.refreshed(incident.ref);
    }
  }

  /** Creates the pending parents in number order; one that needs a person does not hold the others up. */
  async function claimIdentifiers(
    job: ClaimedJob,
    signal: AbortSignal,
  ): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const incidentNumber = await parentIssues.findFirstPending();
      if (incidentNumber === undefined) {
        return;
      }
      const incident = await incidents.find(incidentNumber);
      const parent = await parentIssues.find(incidentNumber);
      if (!incident || parent?.status !== 'pending') {
        // Linked or unlinked by a person a moment ago.
        continue;
      }
      try {
        await create(incident, parent, {
          createIssue: createInNumberOrder(deps, job),
          call: callOf(job, signal),
        });
      } catch (error) {
        const reason = permanentReason(error);
        if (!reason) {
          throw error;
        }
        await jobs.escalate(
          database.knex,
          {
            kind: 'reconcileParent',
            key: String(incidentNumber),
            incidentNumber,
          },
          reason,
        );
        deps.logger.error(
          `The parent issue of ${incident.ref} cannot be created (${reason.code}); it needs attention`,
        );
      } finally {
        announcer.refreshed(incident.ref);
      }
    }
  }

  const handlers: JobHandlers = {
    reconcileParent: { run: reconcileParent },
    cleanFormerParent: {
      run: (job, signal) =>
        cleanFormerParent(deps, job.key, callOf(job, signal)),
    },
    ...(syncIdentifiers && { claimIdentifiers: { run: claimIdentifiers } }),
  };

  return {
    /** Where an incident would go now. */
    decide: (draft: RoutingDraft) => decideRouteNow(deps, draft),
    handlers,
    linkable,
    links: {
      ...createParentIssueLinks({ ...deps, linkable }),
      ...createParentIssueMoves({ ...deps, linkable }),
    },

    /** What changes of issues in Linear, ours or not, mean beside what a sync stores. */
    async onIssues(issues: readonly LinearIssue[]): Promise<void> {
      if (syncIdentifiers) {
        await recordSeenIdentifiers(database, routing.default.team, issues);
      }
      const changedAt = new Map(issues.map(of => [of.id, of.updatedAt]));
      const former = await parentIssues.listFormerOfPrivate([
        ...changedAt.keys(),
      ]);
      // A person may have written there what must not be read.
      await enqueueCleaning(
        former.filter(
          ({ issueId, observed }) =>
            observed && observed.updatedAt !== changedAt.get(issueId),
        ),
      );
    },

    /** Enqueues what an earlier version or configuration left readable of private incidents. */
    async redactAll(): Promise<void> {
      const parents = await parentIssues.listOfPrivate();
      const numbersOf = (records: readonly ParentIssueRecord[]) => [
        ...new Set(records.map(({ incidentNumber }) => incidentNumber)),
      ];
      const found = await incidents.findMany(numbersOf(parents));
      const byNumber = new Map(found.map(one => [one.number, one]));
      const due = parents.filter(record => {
        const incident = byNumber.get(record.incidentNumber);
        return incident && isToRedact(deps, incident, record);
      });
      await jobs.enqueueAll(
        database.knex,
        numbersOf(due).map(incidentNumber => ({
          kind: 'reconcileParent',
          key: String(incidentNumber),
          incidentNumber,
        })),
      );
    },

    backfill: (signal: AbortSignal) => backfillParentIssues(deps, signal),
  };
}

function permanentReason(error: unknown): Reason | undefined {
  if (error instanceof PermanentError) {
    return error.reason;
  }
  const failure = linearFailure(error);
  return failure?.class === 'permanent' ? failure.reason : undefined;
}

/**
 * Requests a parent for every incident that never had one: those declared while
 * Linear was not configured.
 *
 * @returns how many, oldest first
 */
export async function backfillParentIssues(
  deps: Pick<ParentIssueDeps, 'database' | 'parentIssues' | 'requests'>,
  signal: AbortSignal,
): Promise<number> {
  let filled = 0;
  while (!signal.aborted) {
    const numbers = await deps.parentIssues.listNeverRequested(BACKFILL_BATCH);
    for (const number of numbers) {
      try {
        await deps.database.knex.transaction(tx =>
          deps.requests.create(tx, number),
        );
        filled++;
      } catch (error) {
        // Another replica was quicker with this one.
        if (!isDatabaseConflictError(error)) throw error;
      }
    }
    if (numbers.length < BACKFILL_BATCH) break;
  }
  return filled;
}
