import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncement } from '../announcer';
import { ParentIssueRequests } from '../incidents/IncidentService';

/** An incident that shows the issue differently from now on. */
export interface SurroundingIncident {
  incidentNumber: number;
  issueId: string;
  /** What the issue is from now on: another incident's parent, or an action item again. */
  becomes: 'parent' | 'item';
}

/**
 * The incidents around whose parents an issue lies that becomes an incident's
 * parent itself, or stops being one: what was an action item of theirs is a
 * related incident now, or the other way round.
 */
export class SurroundingIncidents {
  readonly #actionItems: ActionItemStore;
  readonly #requests: ParentIssueRequests;
  readonly #ref: (incidentNumber: number) => string;

  constructor(options: {
    actionItems: ActionItemStore;
    requests: ParentIssueRequests;
    ref: (incidentNumber: number) => string;
  }) {
    this.#actionItems = options.actionItems;
    this.#requests = options.requests;
    this.#ref = options.ref;
  }

  /** Those around the parent that `incidentNumber` gets or had, itself left out. */
  async find(
    tx: Knex,
    options: {
      issueId: string;
      incidentNumber: number;
      becomes: SurroundingIncident['becomes'];
    },
  ): Promise<SurroundingIncident[]> {
    const { issueId, incidentNumber, becomes } = options;
    const around = await this.#actionItems.incidentsListingIssue(tx, issueId);
    return around
      .filter(number => number !== incidentNumber)
      .map(number => ({ incidentNumber: number, issueId, becomes }));
  }

  /**
   * In the transaction that links or unlinks: their parents follow what is left
   * to be done, and those of `incidentNumbers`. In order of number, since two
   * such transactions may concern each other's incidents.
   */
  async follow(
    tx: Knex,
    around: readonly SurroundingIncident[],
    incidentNumbers: readonly number[] = [],
  ): Promise<void> {
    const numbers = new Set([
      ...incidentNumbers,
      ...around.map(({ incidentNumber }) => incidentNumber),
    ]);
    for (const number of [...numbers].sort((a, b) => a - b)) {
      await this.#requests.reconcile(tx, number, 'interactive');
    }
  }

  /** What to tell of them once it is committed. */
  announcements(
    around: readonly SurroundingIncident[],
  ): IncidentAnnouncement[] {
    return around.map(({ incidentNumber, issueId, becomes }) => ({
      type: becomes === 'parent' ? 'action-item.removed' : 'action-item.added',
      incidentRef: this.#ref(incidentNumber),
      actionItemIds: [issueId],
    }));
  }
}
