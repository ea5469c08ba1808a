import { PRIVATE_INCIDENT_TITLE } from '@backstage-incidents/incidents-common';
import { IncidentStore } from '../incidents/IncidentStore';
import { LinearCall, LinearGateway } from '../linear';
import { ParentIssueStore } from './ParentIssueStore';

/**
 * Cleans up behind a parent issue that is no longer one: trashes what was
 * created but never linked, takes our backlink away, and leaves nothing of a
 * private incident readable.
 */
export class FormerParents {
  readonly #linear: LinearGateway;
  readonly #incidents: IncidentStore;
  readonly #parentIssues: ParentIssueStore;

  constructor(options: {
    linear: LinearGateway;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
  }) {
    this.#linear = options.linear;
    this.#incidents = options.incidents;
    this.#parentIssues = options.parentIssues;
  }

  /** Safe to repeat; does nothing to an issue that is a parent again. */
  async cleanUp(issueId: string, call: LinearCall): Promise<void> {
    const found = await this.#parentIssues.findByIssue(issueId);
    if (!found || found.isCurrent) {
      return;
    }
    const { record } = found;
    if (record.attachmentId !== undefined) {
      await this.#linear.removeAttachment(record.attachmentId, call);
    }
    const incident = await this.#incidents.find(record.incidentNumber);
    if (incident?.visibility === 'private') {
      await this.#redact(issueId, call);
    }
    if (record.origin === 'created' && !record.observed) {
      await this.#linear.trashIssue(issueId, call);
    }
  }

  async #redact(issueId: string, call: LinearCall): Promise<void> {
    const found = await this.#linear.findIssue(issueId, call);
    if (found.outcome === 'absent') {
      return;
    }
    const { title, description = '' } = found.value;
    if (!title.endsWith(PRIVATE_INCIDENT_TITLE) || description.trim() !== '') {
      await this.#linear.updateIssue(
        issueId,
        { title: PRIVATE_INCIDENT_TITLE, description: '' },
        call,
      );
    }
  }
}
