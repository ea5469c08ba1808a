import { withState } from '../store/issueState';
import { normalizeMarkdown } from '../store/text';
import {
  IssueRecord,
  TeamRecord,
  WorkflowStateRecord,
  WorkspaceData,
} from '../store/records';
import { SeedIssue, SeedState, SeedTeam, SimulatorSeed } from './SimulatorSeed';

/** Time and ids for values that a seed leaves out. */
export interface SeedClock {
  timestamp: () => string;
  newId: () => string;
}

/** Linear's usual states, "In Review" being a second one of type started. */
export const standardStates: readonly SeedState[] = [
  { name: 'Triage', type: 'triage', color: '#fc7840', position: 0 },
  { name: 'Backlog', type: 'backlog', color: '#bec2c8', position: 0.5 },
  { name: 'Todo', type: 'unstarted', color: '#e2e2e2', position: 1 },
  { name: 'In Progress', type: 'started', color: '#f2c94c', position: 2 },
  { name: 'In Review', type: 'started', color: '#0f783c', position: 1002 },
  { name: 'Done', type: 'completed', color: '#5e6ad2', position: 3 },
  { name: 'Canceled', type: 'canceled', color: '#95a2b3', position: 4 },
  { name: 'Duplicate', type: 'duplicate', color: '#95a2b3', position: 5 },
];

class IssueBuilder {
  readonly #data: WorkspaceData;
  readonly #clock: SeedClock;
  readonly #byIdentifier = new Map<string, IssueRecord>();
  readonly #statesByTeam = new Map<string, WorkflowStateRecord[]>();

  constructor(data: WorkspaceData, clock: SeedClock) {
    this.#data = data;
    this.#clock = clock;
    for (const state of data.states) {
      const states = this.#statesByTeam.get(state.teamId) ?? [];
      this.#statesByTeam.set(state.teamId, [...states, state]);
    }
  }

  team(key: string): TeamRecord {
    return named('team', key, this.#data.teams, team => team.key === key);
  }

  issue(identifier: string): IssueRecord {
    const issue = this.#byIdentifier.get(identifier);
    if (!issue) throw new Error(`The seed has no issue ${identifier}`);
    return issue;
  }

  add(seed: SeedIssue): IssueRecord {
    const { users, projects, labels } = this.#data;
    const team = this.team(seed.team);
    const number = team.lastNumber + 1;
    team.lastNumber = number;
    const createdAt = seed.createdAt ?? this.#clock.timestamp();
    const states = this.#statesByTeam.get(team.id) ?? [];
    const wanted = seed.state;
    const state = named('state', wanted ?? 'default', states, candidate =>
      wanted === undefined
        ? candidate.id === team.defaultIssueStateId
        : candidate.name === wanted,
    );
    const issue: IssueRecord = {
      id: seed.id ?? this.#clock.newId(),
      createdAt,
      updatedAt: seed.updatedAt ?? createdAt,
      teamId: team.id,
      number,
      identifier: `${team.key}-${number}`,
      previousIdentifiers: [],
      title: seed.title,
      description:
        seed.description === undefined
          ? undefined
          : normalizeMarkdown(seed.description),
      stateId: state.id,
      assigneeId: seed.assignee
        ? named('user', seed.assignee, users, u => u.email === seed.assignee).id
        : undefined,
      creatorId: users[0]?.id,
      priority: seed.priority ?? 0,
      dueDate: seed.dueDate,
      parentId: seed.parent ? this.issue(seed.parent).id : undefined,
      projectId: seed.project
        ? named('project', seed.project, projects, p => p.name === seed.project)
            .id
        : undefined,
      labelIds: (seed.labels ?? []).map(
        name => named('label', name, labels, label => label.name === name).id,
      ),
      subscriberIds: [],
      sortOrder: -number,
    };
    const inState = withState(issue, state, createdAt);
    this.#data.issues.push(inState);
    this.#byIdentifier.set(inState.identifier, inState);
    for (const attachment of seed.attachments ?? []) {
      this.#data.attachments.push({
        id: this.#clock.newId(),
        createdAt,
        updatedAt: createdAt,
        issueId: inState.id,
        metadata: {},
        groupBySource: false,
        ...attachment,
      });
    }
    return inState;
  }

  generate(options: NonNullable<SimulatorSeed['generated']>): void {
    const { team, parents, childrenPerParent, attachmentUrl } = options;
    const total = parents * (childrenPerParent + 1);
    const end = Date.parse(this.#clock.timestamp());
    let made = 0;
    const time = () => {
      made += 1;
      return new Date(end - (total - made) * 60_000).toISOString();
    };
    const names = ['Todo', 'In Progress', 'Done', 'Canceled'];
    for (let n = 1; n <= parents; n++) {
      const url = attachmentUrl?.replaceAll('{n}', String(n));
      const parent = this.add({
        team,
        title: `Generated parent ${n}`,
        createdAt: time(),
        attachments: url ? [{ title: `Parent ${n}`, url }] : [],
      });
      for (let child = 0; child < childrenPerParent; child++) {
        this.add({
          team,
          title: `Generated item ${n}.${child + 1}`,
          parent: parent.identifier,
          state: names[child % names.length],
          priority: child % 5,
          createdAt: time(),
        });
      }
    }
  }
}

/** A workspace's rows from a seed. Throws when the seed refers to something that it does not contain. */
export function buildWorkspaceData(
  seed: SimulatorSeed,
  clock: SeedClock,
): WorkspaceData {
  const at = clock.timestamp();
  const common = () => ({ id: clock.newId(), createdAt: at, updatedAt: at });
  const organization = seed.organization ?? {
    name: 'Demo workspace',
    urlKey: 'demo',
  };
  const data: WorkspaceData = {
    organization: { ...common(), ...organization },
    users: (seed.users ?? []).map(user => ({
      ...common(),
      ...(user.id ? { id: user.id } : {}),
      name: user.name,
      displayName: user.email.split('@')[0],
      email: user.email,
      active: user.active ?? true,
      app: false,
      admin: user.admin ?? false,
    })),
    teams: [],
    states: [],
    projects: [],
    labels: [],
    templates: [],
    issues: [],
    relations: [],
    attachments: [],
    comments: [],
    lastSyncId: 1,
  };
  const memberIds = data.users.map(user => user.id);
  for (const team of seed.teams ?? []) {
    const rows = buildTeam(team, { clock, memberIds });
    data.teams.push(rows.team);
    data.states.push(...rows.states);
  }
  const builder = new IssueBuilder(data, clock);
  for (const project of seed.projects ?? []) {
    data.projects.push({
      ...common(),
      name: project.name,
      description: '',
      slugId: clock.newId().slice(0, 12),
      state: 'started',
      color: '#5e6ad2',
      teamIds: project.teams.map(key => builder.team(key).id),
    });
  }
  for (const label of seed.labels ?? []) {
    data.labels.push({
      ...common(),
      name: label.name,
      color: label.color ?? '#95a2b3',
      teamId: label.team ? builder.team(label.team).id : undefined,
    });
  }
  for (const { name, team, ...templateData } of seed.templates ?? []) {
    data.templates.push({
      ...common(),
      name,
      teamId: team ? builder.team(team).id : undefined,
      templateData,
    });
  }
  for (const issue of seed.issues ?? []) builder.add(issue);
  for (const relation of seed.relations ?? []) {
    data.relations.push({
      ...common(),
      issueId: builder.issue(relation.issue).id,
      relatedIssueId: builder.issue(relation.relatedIssue).id,
      type: relation.type,
    });
  }
  if (seed.generated) builder.generate(seed.generated);
  return data;
}

/** A team with its workflow states. */
export function buildTeam(
  team: SeedTeam,
  options: { clock: SeedClock; memberIds: string[] },
): { team: TeamRecord; states: WorkflowStateRecord[] } {
  const { clock, memberIds } = options;
  const at = clock.timestamp();
  const id = team.id ?? clock.newId();
  const states = (team.states ?? standardStates).map(state => ({
    ...state,
    id: clock.newId(),
    createdAt: at,
    updatedAt: at,
    teamId: id,
  }));
  const standard =
    states.find(state => state.type === 'backlog') ??
    states.find(state => state.type === 'unstarted');
  if (!standard) {
    throw new Error(`Team ${team.key} needs a backlog or unstarted state`);
  }
  return {
    states,
    team: {
      id,
      createdAt: at,
      updatedAt: at,
      key: team.key.toUpperCase(),
      name: team.name,
      color: '#5e6ad2',
      visibility: team.visibility ?? 'public',
      triageEnabled: team.triageEnabled ?? false,
      autoCloseParentIssues: team.autoCloseParentIssues ?? false,
      autoCloseChildIssues: team.autoCloseChildIssues ?? false,
      autoArchivePeriod: 6,
      timezone: team.timezone ?? 'UTC',
      defaultIssueStateId: standard.id,
      memberIds,
      grantedAppUserIds: [],
      lastNumber: 0,
    },
  };
}

function named<T>(
  kind: string,
  name: string,
  rows: readonly T[],
  matches: (row: T) => boolean,
): T {
  const row = rows.find(matches);
  if (row === undefined) throw new Error(`The seed has no ${kind} ${name}`);
  return row;
}
