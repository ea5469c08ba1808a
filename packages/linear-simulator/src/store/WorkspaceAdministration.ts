import { buildTeam } from '../seed/buildWorkspaceData';
import { SeedTeam } from '../seed/SimulatorSeed';
import {
  LabelRecord,
  ProjectRecord,
  TeamRecord,
  UserRecord,
  WorkflowStateRecord,
} from './records';
import { WorkspaceReader } from './WorkspaceReader';

/** An admin's actions in Linear's settings: people, teams, states, labels, projects. Issues do not change. */
export class WorkspaceAdministration extends WorkspaceReader {
  createUser(user: {
    name: string;
    email: string;
    active?: boolean;
    admin?: boolean;
  }): UserRecord {
    const record: UserRecord = {
      ...this.#common(),
      name: user.name,
      displayName: user.email.split('@')[0],
      email: user.email,
      active: user.active ?? true,
      app: false,
      admin: user.admin ?? false,
    };
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** By email. Issues do not change, as in Linear. */
  updateUser(
    email: string,
    patch: Partial<Pick<UserRecord, 'name' | 'email' | 'active' | 'avatarUrl'>>,
  ): UserRecord {
    const record = { ...this.user(email), ...patch };
    record.updatedAt = this.journal.timestamp();
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createTeam(team: SeedTeam): TeamRecord {
    const memberIds = this.users()
      .filter(user => !user.app)
      .map(user => user.id);
    const rows = buildTeam(team, { clock: this.journal, memberIds });
    this.tables.teams.set(rows.team.id, rows.team);
    for (const state of rows.states) this.tables.states.set(state.id, state);
    this.journal.wrote(this.tables);
    return rows.team;
  }

  updateTeam(
    key: string,
    patch: Partial<
      Pick<
        TeamRecord,
        | 'name'
        | 'visibility'
        | 'triageEnabled'
        | 'autoCloseParentIssues'
        | 'autoCloseChildIssues'
        | 'timezone'
      >
    >,
  ): TeamRecord {
    const record = { ...this.team(key), ...patch };
    record.updatedAt = this.journal.timestamp();
    this.tables.teams.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** Renumbers its issues under the new key. Former identifiers still find them. */
  changeTeamKey(key: string, newKey: string): TeamRecord {
    const team: TeamRecord = { ...this.team(key), key: newKey };
    this.tables.teams.set(team.id, team);
    for (const id of [...this.tables.issuesOfTeam.get(team.id)]) {
      const issue = this.tables.issues.get(id);
      if (issue) {
        this.tables.putIssue({
          ...issue,
          identifier: `${newKey}-${issue.number}`,
          previousIdentifiers: [...issue.previousIdentifiers, issue.identifier],
        });
      }
    }
    this.journal.wrote(this.tables);
    return team;
  }

  /** Makes the team private and removes the access of every app. */
  removeTeamAccess(key: string): void {
    const team = this.updateTeam(key, { visibility: 'private' });
    this.tables.teams.set(team.id, { ...team, grantedAppUserIds: [] });
  }

  /** Gives every app user of the workspace access to the team, even if it is private. */
  grantTeamAccess(key: string): void {
    const appUserIds = this.users()
      .filter(user => user.app)
      .map(user => user.id);
    const team = this.team(key);
    this.tables.teams.set(team.id, { ...team, grantedAppUserIds: appUserIds });
    this.journal.wrote(this.tables);
  }

  /** Adds a state, or changes the one of this name. Issues do not change. */
  putState(
    teamKey: string,
    name: string,
    patch: Partial<
      Pick<WorkflowStateRecord, 'name' | 'type' | 'color' | 'position'>
    >,
  ): WorkflowStateRecord {
    const current = this.states(teamKey).find(state => state.name === name);
    const record: WorkflowStateRecord = {
      type: 'unstarted',
      color: '#bec2c8',
      position: 10,
      teamId: this.team(teamKey).id,
      name,
      ...this.#common(),
      ...current,
      ...patch,
      updatedAt: this.journal.timestamp(),
    };
    this.tables.states.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createLabel(label: {
    name: string;
    color?: string;
    team?: string;
  }): LabelRecord {
    const record: LabelRecord = {
      ...this.#common(),
      name: label.name,
      color: label.color ?? '#95a2b3',
      teamId: label.team ? this.team(label.team).id : undefined,
    };
    this.tables.labels.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  createProject(project: { name: string; teams: string[] }): ProjectRecord {
    const record: ProjectRecord = {
      ...this.#common(),
      name: project.name,
      description: '',
      slugId: this.journal.newId().slice(0, 12),
      state: 'started',
      color: '#5e6ad2',
      teamIds: project.teams.map(key => this.team(key).id),
    };
    this.tables.projects.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  /** The user an OAuth client acts as; created on first use. */
  appUser(oauthClientId: string): UserRecord {
    const known = this.users().find(
      user => user.oauthClientId === oauthClientId,
    );
    if (known) return known;
    const record: UserRecord = {
      ...this.#common(),
      name: 'Backstage',
      displayName: 'backstage',
      email: `${oauthClientId}@oauthapp.linear.app`,
      active: true,
      app: true,
      admin: false,
      oauthClientId,
    };
    this.tables.users.set(record.id, record);
    this.journal.wrote(this.tables);
    return record;
  }

  #common(): { id: string; createdAt: string; updatedAt: string } {
    const at = this.journal.timestamp();
    return { id: this.journal.newId(), createdAt: at, updatedAt: at };
  }
}
