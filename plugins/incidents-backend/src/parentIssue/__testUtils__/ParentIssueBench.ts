import { Incident } from '@backstage-incidents/incidents-common';
import { RuleItem } from '../../actionItems/autoComplete';
import type { LinearIssue } from '../../linear';
import { DesiredParentIssue, desiredParentIssue } from '../desiredState';
import { Assignee, FieldRecords } from '../fieldRecords';
import { ParentIssueWrite, reconcile } from '../reconcile';
import {
  recordResponse,
  recordAttachment,
  recordCreation,
} from '../recordResponse';
import { configuredSettings } from './configuredLinear';

export const team: LinearIssue['team'] = {
  id: 't1',
  key: 'PAY',
  name: 'Payments',
  timezone: 'UTC',
  visibility: 'public',
  autoCloseChildIssues: false,
  autoCloseParentIssues: false,
};

export function state(type: string): LinearIssue['state'] {
  return { id: `s-${type}`, name: type, type, color: '#fff', position: 1 };
}

export function user(id: string): NonNullable<LinearIssue['assignee']> {
  return { id, name: id, email: `${id}@example.com`, active: true, app: false };
}

export const ann: Assignee = { kind: 'user', id: 'ann' };
export const bob: Assignee = { kind: 'user', id: 'bob' };
export const open: RuleItem = {
  status: 'todo',
  source: 'child',
  isDirectSubIssue: true,
};
export const done: RuleItem = { ...open, status: 'done' };

const { settings, linearSettings } = configuredSettings({
  syncIdentifiers: false,
  states: {
    default: { open: 'Doing' },
    teams: { PAY: { completed: 'Closed' } },
  },
});

type World = {
  incident: Pick<Incident, 'title' | 'severity' | 'status' | 'visibility'>;
  assignee: Assignee | undefined;
  items: RuleItem[];
  labelIds: string[];
  origin: 'created' | 'linked';
  showInLinear: ('assignee' | 'priority' | 'labels')[];
};

/** An incident in Backstage, its parent issue in Linear, and what is stored between them. */
export class ParentIssueBench {
  world: World = {
    incident: {
      title: 'Down',
      severity: 'sev2',
      status: 'active',
      visibility: 'public',
    },
    assignee: ann,
    items: [open],
    labelIds: ['label'],
    origin: 'created',
    showInLinear: [],
  };
  fields: FieldRecords = {};
  issue: LinearIssue;
  /** What the latest reconcile wrote. */
  written: ParentIssueWrite | undefined;

  constructor(changes: Partial<World['incident']> = {}) {
    Object.assign(this.world.incident, changes);
    const { desired } = this;
    this.issue = {
      id: 'i1',
      identifier: 'PAY-1',
      previousIdentifiers: [],
      title: desired.title,
      description: desired.description ?? '',
      url: 'https://linear.example/PAY-1',
      labelIds: [...(desired.shownLabelIds ?? [])],
      priority: desired.priority,
      createdAt: '2026-01-01T00:00:00.000Z',
      updatedAt: '2026-01-01T00:00:00.000Z',
      trashed: false,
      state: state('backlog'),
      assignee:
        desired.assignee?.kind === 'user'
          ? user(desired.assignee.id)
          : undefined,
      team,
    };
    this.fields = recordCreation(desired, this.issue);
    this.sync();
  }

  get desired(): DesiredParentIssue {
    const { incident, origin, showInLinear, ...world } = this.world;
    return desiredParentIssue(
      {
        settings: {
          privacy: { ...settings.privacy, showInLinear },
          actionItems: {
            ...settings.actionItems,
            autoComplete: {
              counts: ['child', 'related'],
              requireClosedIncident: false,
            },
          },
        },
        linearSettings,
        appUrl: 'https://backstage.example',
      },
      {
        incident: { ref: 'INC-1', summary: 'Summary', ...incident },
        parent: { origin, route: undefined, fields: {} },
        ...world,
      },
    );
  }

  backstage(changes: Partial<World['incident']>) {
    Object.assign(this.world.incident, changes);
  }

  human(changes: Partial<LinearIssue>) {
    Object.assign(this.issue, changes);
  }

  /** Reconciles. `lost`: the write or only its response never arrives. */
  sync(lost?: 'write' | 'response') {
    // Records survive as JSON.
    const fields: FieldRecords = JSON.parse(JSON.stringify(this.fields));
    const result = reconcile({
      desired: this.desired,
      fields,
      observed: this.issue,
    });
    this.fields = result.fields;
    this.written = result.write;
    if (result.write && lost !== 'write') this.#apply(result.write);
    if (lost === undefined) {
      if (result.write) {
        this.fields = recordResponse({
          fields: this.fields,
          write: result.write,
          response: { ...this.issue },
        });
      }
      if (result.attachment) {
        this.fields = recordAttachment(this.fields, result.attachment);
      }
    }
    return result;
  }

  #apply(write: ParentIssueWrite) {
    const { issue } = this;
    if (write.title !== undefined) issue.title = write.title;
    if (write.description !== undefined) issue.description = write.description;
    if (write.assigneeId !== undefined) {
      issue.assignee =
        write.assigneeId === null ? undefined : user(write.assigneeId);
    }
    if (write.priority !== undefined) issue.priority = write.priority;
    if (write.state) issue.state = state(write.state.type);
    issue.labelIds = [
      ...issue.labelIds.filter(id => !write.removedLabelIds?.includes(id)),
      ...(write.addedLabelIds ?? []),
    ];
  }
}
