import { IssueRecord, TeamRecord } from '../store/records';
import { Workspace } from '../store/Workspace';
import { Html, html } from './html';

export const priorityNames = ['None', 'Urgent', 'High', 'Medium', 'Low'];

const shownPerTeam = 200;

/** All issues by team, newest first. */
export function issueListView(store: Workspace): Html {
  return html`
    <h1>Issues</h1>
    ${store.teams().map(team => teamSection(store, team))}
  `;
}

function teamSection(store: Workspace, team: TeamRecord): Html {
  const { tables } = store;
  const ids = Array.from(tables.issuesOfTeam.get(team.id));
  const issues = ids
    .map(id => store.issue(id))
    .sort((a, b) => b.number - a.number);
  return html`
    <section>
      <h2>${team.name} (${team.key}), ${issues.length} issues</h2>
      ${issues.length === 0
        ? html`<p>No issue yet.</p>`
        : issueTable(store, issues.slice(0, shownPerTeam))}
      ${issues.length > shownPerTeam &&
      html`<p>The newest ${shownPerTeam} are shown.</p>`}
    </section>
  `;
}

/** Identifier, title, state, assignee, priority, due date. */
export function issueTable(
  store: Workspace,
  issues: readonly IssueRecord[],
): Html {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Issue</th>
        <th scope="col">Title</th>
        <th scope="col">State</th>
        <th scope="col">Assignee</th>
        <th scope="col">Priority</th>
        <th scope="col">Due</th>
      </tr>
    </thead>
    <tbody>
      ${issues.map(issue => issueRow(store, issue))}
    </tbody>
  </table>`;
}

function issueRow(store: Workspace, issue: IssueRecord): Html {
  const { tables } = store;
  const assignee = issue.assigneeId && tables.users.get(issue.assigneeId);
  return html`<tr>
    <td>
      <a href="${store.issuePath(issue)}">${issue.identifier}</a>
    </td>
    <td>${issue.title}</td>
    <td>${stateBadge(store, issue)}</td>
    <td>${assignee ? assignee.name : '–'}</td>
    <td>${priorityNames[issue.priority]}</td>
    <td>${issue.dueDate ?? '–'}</td>
  </tr>`;
}

export function stateBadge(store: Workspace, issue: IssueRecord): Html {
  const state = store.tables.stateOf(issue);
  const archived = issue.archivedAt ? ' (archived)' : '';
  const standing = issue.trashed ? ' (in the trash)' : archived;
  return html`<span class="dot" style="background:${state.color}"></span
    >${state.name}${standing}`;
}
