import {
  ActionItem,
  ActionItems,
  ItemTeam,
  prioritySchema,
  SyncStatus,
} from '@backstage-incidents/incidents-common';
import { LinearTeams } from '../database/LinearTeams';
import { ReadScope } from '../incidents/privacy';
import { LinearTeamReading } from '../linear';
import { ParentIssuesOf } from '../incidents/incidentViews';
import { ActionItemStore } from './ActionItemStore';
import { StoredActionItem } from './StoredActionItem';
import { isOpen, isOverdue, progress } from './progress';

/** Linear's own order of the types of states. */
const STATE_TYPES = [
  'triage',
  'backlog',
  'unstarted',
  'started',
  'completed',
  'canceled',
  'duplicate',
];

/** Action items as readers get them. */
export type ActionItemViews = ReturnType<typeof createActionItemViews>;

export function createActionItemViews(deps: {
  actionItems: ActionItemStore;
  parentIssuesOf: ParentIssuesOf;
  teams: LinearTeams;
  now: () => Date;
}) {
  return {
    view: (item: StoredActionItem) => actionItemView(item, deps.now()),

    /**
     * The body of `GET …/action-items`.
     *
     * @param scope - what the reader may see of other incidents
     */
    async list(options: {
      incidentNumber: number;
      sync: SyncStatus;
      scope: ReadScope;
    }): Promise<ActionItems> {
      const { incidentNumber, sync, scope } = options;
      const now = deps.now();
      const [stored, relatedIncidents, parentIssueOf] = await Promise.all([
        deps.actionItems.list(incidentNumber, { scope }),
        deps.actionItems.listRelatedIncidents(incidentNumber, scope),
        deps.parentIssuesOf([incidentNumber]),
      ]);
      const parent = parentIssueOf(incidentNumber);
      const teams = await deps.teams.find([
        ...stored.map(({ team }) => team.id),
        ...(parent.teamId === undefined ? [] : [parent.teamId]),
      ]);
      return {
        items: stored.map(item => actionItemView(item, now)).sort(byUrgency),
        teams: teams.map(itemTeamView),
        relatedIncidents,
        progress: progress({ items: stored, now }),
        parentIssue: parent.view,
        sync,
      };
    },
  };
}

/** An action item as readers of its incident get it. */
export function actionItemView(item: StoredActionItem, now: Date): ActionItem {
  const {
    issueId,
    parentIssueId: _parent,
    contentHash: _hash,
    state,
    assignee,
    team,
    ...rest
  } = item;
  return {
    ...rest,
    id: issueId,
    state: { name: state.name, type: state.type, color: state.color },
    assignee: assignee && {
      name: assignee.name,
      userRef: assignee.userRef,
      avatarUrl: assignee.avatarUrl,
    },
    team: { key: team.key, name: team.name },
    overdue: isOverdue({ ...item, now }),
  };
}

const urgency = ({ priority }: ActionItem) =>
  prioritySchema.options.indexOf(priority);

/** Open before closed, then what is due first, then the most urgent. */
function byUrgency(a: ActionItem, b: ActionItem): number {
  return (
    Number(!isOpen(a.status)) - Number(!isOpen(b.status)) ||
    Number(b.overdue) - Number(a.overdue) ||
    (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999') ||
    urgency(a) - urgency(b) ||
    a.createdAt.localeCompare(b.createdAt) ||
    a.id.localeCompare(b.id)
  );
}

/** A team as readers get it, its states in the order in which Linear shows them; types that are new to us come last. */
export function itemTeamView(team: LinearTeamReading): ItemTeam {
  const { key, name, visibility } = team;
  const rank = (type: string) =>
    STATE_TYPES.includes(type) ? STATE_TYPES.indexOf(type) : STATE_TYPES.length;
  return {
    key,
    name,
    visibility,
    states: [...team.states]
      .sort(
        (a, b) =>
          rank(a.type) - rank(b.type) ||
          a.type.localeCompare(b.type) ||
          a.position - b.position,
      )
      .map(({ name: state, type, color }) => ({ name: state, type, color })),
  };
}
