import {
  ActionItem,
  ActionItems,
  incidentEntityRef,
  SyncStatus,
} from '@backstage-incidents/incidents-common';
import { ActionItemStore } from './ActionItemStore';
import { isOverdue } from './isOverdue';
import { isOpen } from './itemStatus';
import { StoredActionItem } from './mapActionItem';
import { progress } from './progress';
import { LinearTeams } from '../database/LinearTeams';
import { incidentRef } from '../incidents/incidentRef';
import { ReadScope } from '../incidents/ReadScope';
import { IncidentsWithoutParent } from '../parentIssue/IncidentsWithoutParent';
import { ParentIssueStore } from '../parentIssue/ParentIssueStore';
import { itemTeamView } from './itemTeamView';
import { parentIssueView } from '../parentIssue/parentIssueView';

const PRIORITY_ORDER = ['urgent', 'high', 'medium', 'low', 'none'];

/** Composes the answer of `GET …/action-items`. */
export class ActionItemViews {
  readonly #actionItems: ActionItemStore;
  readonly #parentIssues: ParentIssueStore;
  readonly #withoutParent: IncidentsWithoutParent;
  readonly #teams: LinearTeams;
  readonly #prefix: string;
  readonly #linearConfigured: boolean;
  readonly #now: () => Date;

  constructor(options: {
    actionItems: ActionItemStore;
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    teams: LinearTeams;
    prefix: string;
    linearConfigured: boolean;
    now: () => Date;
  }) {
    this.#actionItems = options.actionItems;
    this.#parentIssues = options.parentIssues;
    this.#withoutParent = options.withoutParent;
    this.#teams = options.teams;
    this.#prefix = options.prefix;
    this.#linearConfigured = options.linearConfigured;
    this.#now = options.now;
  }

  view(item: StoredActionItem): ActionItem {
    return actionItemView(item, this.#now());
  }

  /** @param scope - what the reader may see of other incidents */
  async list(options: {
    incidentNumber: number;
    sync: SyncStatus;
    scope: ReadScope;
  }): Promise<ActionItems> {
    const { incidentNumber, sync, scope } = options;
    const now = this.#now();
    const [stored, related, parent, unlinked, givenUp] = await Promise.all([
      this.#actionItems.list(incidentNumber),
      this.#actionItems.listRelatedIncidents(incidentNumber, scope),
      this.#parentIssues.find(incidentNumber),
      this.#withoutParent.findUnlinked([incidentNumber]),
      this.#withoutParent.findGivenUp([incidentNumber]),
    ]);
    const teams = await this.#teams.find(
      [...stored, ...(parent?.observed ? [parent.observed] : [])].map(
        ({ team }) => team.id,
      ),
    );
    return {
      items: stored.map(item => actionItemView(item, now)).sort(byUrgency),
      teams: teams.map(itemTeamView),
      relatedIncidents: related.map(({ number, ...incident }) => {
        const ref = incidentRef(this.#prefix, number);
        return { ref, entityRef: incidentEntityRef(ref), ...incident };
      }),
      progress: progress({ items: stored, now }),
      parentIssue: parentIssueView({
        record: parent,
        linearConfigured: this.#linearConfigured,
        unlinked: unlinked.has(incidentNumber),
        givenUp: givenUp.get(incidentNumber),
      }),
      sync,
    };
  }
}

/** An action item as its readers get it. */
export function actionItemView(item: StoredActionItem, now: Date): ActionItem {
  const { name, type, color } = item.state;
  return {
    id: item.issueId,
    identifier: item.identifier,
    title: item.title,
    url: item.url,
    source: item.source,
    status: item.status,
    state: { name, type, color },
    priority: item.priority,
    assignee: item.assignee && {
      name: item.assignee.name,
      userRef: item.assignee.userRef,
      avatarUrl: item.assignee.avatarUrl,
    },
    team: { key: item.team.key, name: item.team.name },
    dueAt: item.dueAt,
    dueSource: item.dueSource,
    overdue: isOverdue({ status: item.status, dueAt: item.dueAt, now }),
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
    completedAt: item.completedAt,
    canceledAt: item.canceledAt,
    archived: item.archived,
  };
}

/** Open before closed, then what is due first, then the most urgent. */
function byUrgency(a: ActionItem, b: ActionItem): number {
  return (
    Number(!isOpen(a.status)) - Number(!isOpen(b.status)) ||
    Number(b.overdue) - Number(a.overdue) ||
    (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999') ||
    PRIORITY_ORDER.indexOf(a.priority) - PRIORITY_ORDER.indexOf(b.priority) ||
    a.createdAt.localeCompare(b.createdAt) ||
    a.id.localeCompare(b.id)
  );
}
