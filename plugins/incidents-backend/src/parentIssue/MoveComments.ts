import { PRIVATE_INCIDENT_TITLE } from '@backstage-incidents/incidents-common';
import { ConfiguredLinearSettings } from '../config';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isLinearError, LinearCall, LinearGateway } from '../linear';
import { parentIssueComment } from './description';
import { decideMoveComment, MoveComment, MoveKind } from './moveComment';
import { ParentIssueRecord } from './ParentIssueRecord';

/** Tells automatic moves on the parent issue itself, in one comment that is edited. */
export class MoveComments {
  readonly #linear: LinearGateway;
  readonly #templates: ConfiguredLinearSettings['comments'];
  readonly #newId: () => string;

  constructor(options: {
    linear: LinearGateway;
    templates: ConfiguredLinearSettings['comments'];
    newId: () => string;
  }) {
    this.#linear = options.linear;
    this.#templates = options.templates;
    this.#newId = options.newId;
  }

  /** To be stored before the parent issue is moved, so that a crash in between still tells it. */
  intend(
    comment: MoveComment | undefined,
    kind: MoveKind,
  ): MoveComment | undefined {
    if (this.#templates[kind] === '' && !comment) {
      return undefined;
    }
    return { id: comment?.id ?? this.#newId(), ...comment, kind };
  }

  /** Whether something of a private incident can still be read in the comment. */
  redactionPending(
    parent: Pick<ParentIssueRecord, 'comment'>,
    incident: Pick<IncidentRecord, 'visibility'>,
  ): boolean {
    return (
      incident.visibility === 'private' &&
      parent.comment?.written?.redacted === false
    );
  }

  /** Writes what is due. @returns what to store, `undefined` when nothing was due */
  async write(options: {
    incident: IncidentRecord;
    ref: string;
    url: string;
    parent: ParentIssueRecord;
    call: LinearCall;
  }): Promise<MoveComment | undefined> {
    const { incident, ref, url, parent, call } = options;
    const { comment, observed } = parent;
    if (!comment || !observed) {
      return undefined;
    }
    const redacted = incident.visibility === 'private';
    const due = decideMoveComment({
      comment,
      stateType: observed.state.type,
      redacted,
    });
    if (due.action === 'none') {
      return undefined;
    }
    const body = parentIssueComment({
      incident: { ...incident, ref },
      template: this.#templates[due.kind],
      url,
    });
    const written = { ...comment, written: { kind: due.kind, redacted } };
    if (due.action === 'create') {
      if (body === undefined) {
        return undefined;
      }
      const { outcome } = await this.#linear.createComment(
        { id: comment.id, issueId: parent.issueId, body },
        call,
      );
      if (outcome === 'existed') {
        // Written by an earlier try, perhaps before the incident turned private.
        await this.#edit(comment.id, body, call);
      }
      return written;
    }
    if (body !== undefined || redacted) {
      await this.#edit(comment.id, body ?? PRIVATE_INCIDENT_TITLE, call);
    }
    return written;
  }

  async #edit(id: string, body: string, call: LinearCall): Promise<void> {
    try {
      await this.#linear.updateComment(id, body, call);
    } catch (error) {
      // A person deleted it: it is not written again.
      if (
        !isLinearError(error) ||
        error.kind !== 'rejected' ||
        error.reason !== 'notFound'
      ) {
        throw error;
      }
    }
  }
}
