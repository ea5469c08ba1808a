import { Knex } from 'knex';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncement } from '../announce/IncidentAnnouncer';
import { ParentIssueRequests } from '../incidents/ParentIssueRequests';

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

  /**
   * In the transaction that links or unlinks the issue: their parents follow
   * what is left to be done.
   *
   * @returns what to announce once it is committed
   */
  async follow(
    tx: Knex,
    options: {
      issueId: string;
      /** Whose parent it becomes or was. */
      incidentNumber: number;
      becomes: 'parent' | 'item';
    },
  ): Promise<IncidentAnnouncement[]> {
    const { issueId, incidentNumber, becomes } = options;
    const around = await this.#actionItems.incidentsAround(tx, issueId);
    const others = around.filter(number => number !== incidentNumber);
    for (const number of others) {
      await this.#requests.follow(tx, number);
    }
    return others.map(number => ({
      type: becomes === 'parent' ? 'action-item.removed' : 'action-item.added',
      incidentRef: this.#ref(number),
      actionItemIds: [issueId],
    }));
  }
}
