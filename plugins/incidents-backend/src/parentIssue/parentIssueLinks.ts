import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { ReadScope } from '../incidents/privacy';
import { actorOf } from '../incidents/timeline';
import { EnqueuedJob, JobQueue, waitForJob } from '../jobs';
import { LinearCall } from '../linear';
import { RetryLaterError } from '../RetryLaterError';
import { ParentIssueDeps } from './deps';
import { LinkableIssue, LinkableIssues } from './linkableIssues';
import { ParentIssueRecord } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';

/** After this no creation that was under way can still arrive. */
const ARRIVED_MS = 120_000;

const CREATION_WAIT_MS = 15_000;

/** An incident that lists an issue which is another incident's parent from now on, or an action item again. */
interface AffectedIncident {
  incidentNumber: number;
  issueId: string;
  type: 'action-item.removed' | 'action-item.added';
}

/** What people decide about the parent issue of an incident. */
export function createParentIssueLinks(
  deps: ParentIssueDeps & { linkable: LinkableIssues },
) {
  const { linear, parentIssues, actionItems, requests, jobs, ref } = deps;
  const { timeline } = deps;

  /** Other incidents that list the issue that an incident gets or had as its parent. */
  async function incidentsListingIssue(
    tx: Knex,
    options: AffectedIncident,
  ): Promise<AffectedIncident[]> {
    const listing = await actionItems.incidentsListingIssue(
      tx,
      options.issueId,
    );
    return listing
      .filter(number => number !== options.incidentNumber)
      .map(incidentNumber => ({ ...options, incidentNumber }));
  }

  /**
   * What is left to be done may have changed for all of them. In order of
   * number, since two such transactions may concern each other's incidents.
   */
  async function enqueueReconciles(
    tx: Knex,
    affected: readonly AffectedIncident[],
    ...own: number[]
  ): Promise<void> {
    const others = affected.map(({ incidentNumber }) => incidentNumber);
    const numbers = new Set([...own, ...others]);
    for (const number of [...numbers].sort((a, b) => a - b)) {
      await requests.reconcile(tx, number, 'interactive');
    }
  }

  /** @returns other incidents, which may show the issue as their item again */
  async function retire(
    tx: Knex,
    current: ParentIssueRecord | undefined,
  ): Promise<AffectedIncident[]> {
    if (!current) {
      return [];
    }
    if (!(await parentIssues.retire(tx, current))) {
      throw changedMeanwhile();
    }
    const { issueId, incidentNumber, status } = current;
    await jobs.enqueue(tx, {
      kind: 'cleanFormerParent',
      key: issueId,
      incidentNumber,
      delayMs: status === 'pending' ? ARRIVED_MS : 0,
    });
    return incidentsListingIssue(tx, {
      issueId,
      incidentNumber,
      type: 'action-item.added',
    });
  }

  /** Retires a parent without another one. One that is missing was lost before. */
  async function lose(
    tx: Knex,
    current: ParentIssueRecord | undefined,
    actor: string | undefined,
  ): Promise<AffectedIncident[]> {
    const affected = await retire(tx, current);
    if (current?.status === 'linked') {
      await timeline.append(tx, current.incidentNumber, [
        { kind: 'parentLost', actor, params: {} },
      ]);
    }
    return affected;
  }

  async function replacing<T>(write: (tx: Knex) => Promise<T>): Promise<T> {
    try {
      return await deps.database.knex.transaction(write);
    } catch (error) {
      // The unique index on the current parent: someone else was first.
      throw isDatabaseConflictError(error) ? changedMeanwhile() : error;
    }
  }

  function announce(
    incidentNumber: number,
    affected: readonly AffectedIncident[],
    removed: string[] = [],
  ): void {
    const incidentRef = ref(incidentNumber);
    const type = 'action-item.removed' as const;
    const own = { type, incidentRef, actionItemIds: removed };
    deps.announcer.announce([
      ...affected.map(other => ({
        type: other.type,
        incidentRef: ref(other.incidentNumber),
        actionItemIds: [other.issueId],
      })),
      ...(removed.length > 0 ? [own] : []),
      { type: 'incident.updated', incidentRef },
    ]);
    deps.announcer.refreshed(incidentRef);
  }

  /** Waits for a creation that a person requested, whichever replica does it. */
  async function untilCreated(
    incidentNumber: number,
    enqueued: EnqueuedJob,
  ): Promise<void> {
    const waited = await waitForJob(jobs, enqueued, {
      timeoutMs: CREATION_WAIT_MS,
    });
    const parent = await parentIssues.find(incidentNumber);
    if (parent?.status === 'linked') {
      return;
    }
    const job = await jobs.find('reconcileParent', String(incidentNumber));
    const escalated =
      waited.outcome === 'failed' && waited.escalated ? waited : undefined;
    if (job?.state === 'escalated' || escalated) {
      const { reason } = job?.state === 'escalated' ? job : escalated ?? {};
      throw new ConflictError(
        `The parent issue cannot be created: ${
          reason?.message ?? 'see the operations page'
        }`,
      );
    }
    throw new RetryLaterError(
      'The parent issue is not in Linear yet; it will be created automatically',
      5,
    );
  }

  /**
   * Checks that the issue is neither another incident's parent, nor anywhere
   * beneath one.
   */
  async function requireUntaken(
    incidentNumber: number,
    { issue, lineage }: LinkableIssue,
  ): Promise<void> {
    const { identifier } = issue;
    const taken = await parentIssues.findIncidentsByIssue(lineage);
    const [own, ...above] = lineage.map(id => taken.get(id));
    // Not by which incident.
    if (own !== undefined && own !== incidentNumber) {
      throw new ConflictError(
        `${identifier} is the parent issue of another incident`,
      );
    }
    if (above.some(number => number !== undefined)) {
      throw new ConflictError(
        `${identifier} is an action item beneath the parent issue of an incident`,
      );
    }
  }

  return {
    /**
     * Makes an existing issue the parent.
     *
     * @param issue - identifier or URL
     * @throws InputError when it may not be linked, ConflictError when it is
     * taken or another one is linked, the gateway's errors
     */
    async link(options: {
      incident: IncidentRecord;
      scope: ReadScope;
      issue: string;
      replace: boolean;
      call: LinearCall;
    }): Promise<void> {
      const { incident, replace } = options;
      const incidentNumber = incident.number;
      const found = await deps.linkable.find(options.issue, options);
      const { issue } = found;
      const actor = actorOf(options.scope.requester);
      const current = await parentIssues.find(incidentNumber);
      if (current?.issueId === issue.id && current.status === 'linked') {
        return;
      }
      if (current?.status === 'linked' && !replace) {
        throw new ConflictError(
          `${ref(incidentNumber)} has the parent issue ${
            current.observed?.identifier
          }; send replace: true to link another one in its place`,
        );
      }
      await requireUntaken(incidentNumber, found);
      const affected = await replacing(async tx => {
        let changed: AffectedIncident[] = [];
        if (current?.issueId === issue.id) {
          await parentIssues.update({
            knex: tx,
            record: current,
            update: { status: 'linked', observed: issue, reasons: [] },
            writer: 'parentIssue.put',
          });
        } else {
          changed = [
            ...(await retire(tx, current)),
            ...(await incidentsListingIssue(tx, {
              issueId: issue.id,
              incidentNumber,
              type: 'action-item.removed',
            })),
          ];
          await parentIssues.link(tx, { incidentNumber, observed: issue });
        }
        const { id: issueId, identifier } = issue;
        await timeline.append(tx, incidentNumber, [
          { kind: 'parentLinked', actor, params: { identifier }, issueId },
        ]);
        await enqueueReconciles(tx, changed, incidentNumber);
        await jobs.enqueue(tx, {
          kind: 'refresh',
          key: String(incidentNumber),
          incidentNumber,
        });
        return changed;
      });
      announce(incidentNumber, affected);
    },

    /**
     * Has a parent created: the first one, an escalated one again, a missing one
     * under a new UUID, with `replace` also in place of a linked one. Waits for it.
     *
     * @throws RetryLaterError when it is not there yet, ConflictError when Linear
     * rejects it
     */
    async create(options: {
      incidentNumber: number;
      replace: boolean;
      /** Entity ref of the user who wants it. */
      actor: string | undefined;
    }): Promise<void> {
      const { incidentNumber, replace, actor } = options;
      const current = await parentIssues.find(incidentNumber);
      if (current?.status === 'linked' && !replace) {
        return;
      }
      const { affected, enqueued } = await replacing(async tx => {
        if (current?.status === 'pending') {
          return {
            affected: [],
            enqueued: await requests.retryCreation(tx, incidentNumber),
          };
        }
        const changed = await lose(tx, current, actor);
        await enqueueReconciles(tx, changed, incidentNumber);
        return {
          affected: changed,
          enqueued: await requests.create(tx, incidentNumber),
        };
      });
      announce(incidentNumber, affected);
      await untilCreated(incidentNumber, enqueued);
    },

    /**
     * Unlinks the parent and removes our attachment from it.
     *
     * @throws ConflictError when there is none, the gateway's errors
     */
    async unlink(options: {
      incidentNumber: number;
      /** Entity ref of the user who unlinks it. */
      actor: string | undefined;
      call: LinearCall;
    }): Promise<void> {
      const { incidentNumber, actor, call } = options;
      const current = await parentIssues.find(incidentNumber);
      if (current?.status !== 'linked' && current?.status !== 'missing') {
        throw new ConflictError(
          `${ref(incidentNumber)} has no parent issue that could be unlinked`,
        );
      }
      if (current.attachmentId !== undefined) {
        await linear.removeAttachment(current.attachmentId, call);
      }
      const { affected, shown } = await replacing(async tx => {
        await actionItems.lock(tx, incidentNumber);
        const items = await actionItems.list(incidentNumber, { knex: tx });
        const changed = await lose(tx, current, actor);
        await enqueueReconciles(tx, changed);
        const stored = await actionItems.listForDiff(tx, incidentNumber);
        const removed = stored.map(item => item.issueId);
        await actionItems.apply(
          tx,
          incidentNumber,
          { added: [], changed: [], removed, unchanged: 0, completed: [] },
          deps.now(),
        );
        return { affected: changed, shown: items.map(item => item.issueId) };
      });
      announce(incidentNumber, affected, shown);
    },
  };
}

/**
 * Waits for the parent issue of an incident, whichever replica creates it:
 * returns when it is linked, when nothing will come without a person, or when
 * the time is over.
 */
export async function untilLinked(options: {
  jobs: JobQueue;
  parentIssues: ParentIssueStore;
  incidentNumber: number;
  timeoutMs: number;
}): Promise<void> {
  const { jobs, parentIssues, incidentNumber, timeoutMs } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const job = await jobs.find('reconcileParent', String(incidentNumber));
    const parent = await parentIssues.find(incidentNumber);
    const remainingMs = deadline - performance.now();
    if (
      parent?.status !== 'pending' ||
      !job ||
      job.state === 'escalated' ||
      remainingMs <= 0
    ) {
      return;
    }
    await waitForJob(jobs, job, {
      timeoutMs: remainingMs,
      untilSuccess: true,
    });
  }
}

function changedMeanwhile(): ConflictError {
  return new ConflictError(
    'The parent issue changed at the same time; read the incident again and decide again',
  );
}
