import { reason } from '@backstage-incidents/incidents-common';
import { expectApplied } from '../database/updateVersioned';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Lease, Leases } from '../database/Leases';
import {
  CreateIssueInput,
  LinearCall,
  LinearGateway,
  LinearIssue,
} from '../linear';
import { PermanentError } from '../jobs';
import { JobQueue } from '../jobs';
import { createAssignedIssue } from './createAssignedIssue';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';
import { ParentIssueRecord } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';
import { numberIn, SeenIdentifiers } from './SeenIdentifiers';

const LEASE_MILLISECONDS = 60_000;

/** What became of a claim; `notYet`: another incident of the team goes first. */
export type ClaimOutcome =
  | {
      outcome: 'claimed';
      /** Under the UUID of the issue, which may be a new one. */
      parent: ParentIssueRecord;
      issue: LinearIssue;
      /** By this very call, so that everything in the issue is ours. */
      isNew: boolean;
      /** Why the issue has another number than the incident. */
      note: string | undefined;
    }
  | { outcome: 'notYet' };

/**
 * Creates parent issues so that incident INC-42 is Linear issue INC-42.
 *
 * Linear gives out numbers in order and does not tell the next one. So the
 * creations of a team run in number order under one lease; an issue that got a
 * lower number is trashed and the next one created, and one that got a higher
 * number stays the parent. Only issues of our own making are ever taken.
 */
export class IdentifierClaim {
  readonly #database: IncidentsDatabase;
  readonly #leases: Leases;
  readonly #linear: LinearGateway;
  readonly #parentIssues: ParentIssueStore;
  readonly #withoutParent: IncidentsWithoutParent;
  readonly #jobs: JobQueue;
  readonly #seen: SeenIdentifiers;
  readonly #gapLimit: number;
  readonly #newId: () => string;

  constructor(options: {
    database: IncidentsDatabase;
    leases: Leases;
    linear: LinearGateway;
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    jobs: JobQueue;
    seen: SeenIdentifiers;
    /** Most issues that are created and trashed to reach a number. */
    gapLimit: number;
    newId: () => string;
  }) {
    this.#database = options.database;
    this.#leases = options.leases;
    this.#linear = options.linear;
    this.#parentIssues = options.parentIssues;
    this.#withoutParent = options.withoutParent;
    this.#jobs = options.jobs;
    this.#seen = options.seen;
    this.#gapLimit = options.gapLimit;
    this.#newId = options.newId;
  }

  /** @throws PermanentError when the gap is too wide, the gateway's errors */
  async create(options: {
    parent: ParentIssueRecord;
    teamKey: string;
    input: Omit<CreateIssueInput, 'id'>;
    call: LinearCall;
  }): Promise<ClaimOutcome> {
    const { parent, teamKey } = options;
    const lease = await this.#leases.acquire({
      key: `identifiers:${teamKey}`,
      milliseconds: LEASE_MILLISECONDS,
    });
    if (!lease) {
      return { outcome: 'notYet' };
    }
    try {
      const first = await this.#withoutParent.findFirstPending();
      return first === undefined || first >= parent.incidentNumber
        ? await this.#claim({ ...options, lease })
        : { outcome: 'notYet' };
    } finally {
      await lease.release();
    }
  }

  async #claim(options: {
    parent: ParentIssueRecord;
    teamKey: string;
    input: Omit<CreateIssueInput, 'id'>;
    call: LinearCall;
    lease: Lease;
  }): Promise<ClaimOutcome> {
    const { teamKey, input, call, lease } = options;
    let { parent } = options;
    const wanted = parent.incidentNumber;
    await this.#requireNarrowGap(options);
    // The last one is looked at too: one more look than strays.
    for (let strays = 0; ; strays++) {
      if (!(await lease.renew())) {
        return { outcome: 'notYet' };
      }
      const { issue, outcome } = await createAssignedIssue(
        this.#linear,
        { id: parent.issueId, ...input },
        call,
      );
      const number = numberIn(teamKey, issue);
      await this.#seen.see([issue]);
      if (number === undefined || number >= wanted) {
        return {
          outcome: 'claimed',
          parent,
          issue,
          isNew: outcome === 'created',
          note:
            number === wanted
              ? undefined
              : `Linear had already given ${teamKey}-${wanted} away, so it is ${issue.identifier}`,
        };
      }
      if (strays >= this.#gapLimit) {
        throw this.#tooWide(teamKey, wanted);
      }
      parent = await this.#another(parent, issue);
    }
  }

  /** Refuses before anything is created what could not be reached within the limit. */
  async #requireNarrowGap(options: {
    parent: ParentIssueRecord;
    teamKey: string;
    call: LinearCall;
  }): Promise<void> {
    const { parent, teamKey, call } = options;
    const wanted = parent.incidentNumber;
    const lowest = wanted - this.#gapLimit - 1;
    for (let number = wanted; number >= Math.max(lowest, 1); number--) {
      const found = await this.#linear.findIssue(`${teamKey}-${number}`, call);
      if (found.outcome === 'found') {
        return;
      }
    }
    if (lowest >= 1) {
      throw this.#tooWide(teamKey, wanted);
    }
  }

  /** The UUID to go on with, stored together with the trashing of the stray. */
  async #another(
    stray: ParentIssueRecord,
    issue: LinearIssue,
  ): Promise<ParentIssueRecord> {
    const { incidentNumber, route, fields } = stray;
    const issueId = this.#newId();
    return this.#database.knex.transaction(async tx => {
      if (
        !(await this.#parentIssues.retire(
          tx,
          stray,
          `It became ${issue.identifier}, which is not the incident's number.`,
        ))
      ) {
        throw new PermanentError(reason('parentIssueReplaced'));
      }
      await this.#jobs.enqueue(tx, {
        kind: 'cleanFormerParent',
        key: stray.issueId,
        incidentNumber,
      });
      await this.#parentIssues.insert(tx, {
        issueId,
        incidentNumber,
        status: 'pending',
        origin: 'created',
      });
      const inserted = await this.#parentIssues.find(incidentNumber, tx);
      if (!inserted) {
        throw new Error('A parent issue that was just inserted is not there');
      }
      return expectApplied(
        await this.#parentIssues.update({
          knex: tx,
          record: inserted,
          update: { route, fields },
          writer: 'parentIssue.claim',
        }),
        'parentIssue.claim',
      );
    });
  }

  #tooWide(teamKey: string, wanted: number): PermanentError {
    return new PermanentError(
      reason('identifierGapTooWide', {
        team: teamKey,
        wanted,
        gapLimit: this.#gapLimit,
      }),
    );
  }
}
