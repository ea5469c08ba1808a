import { IssueRecord, RelationRecord, relationTypes } from '../store/records';
import { Workspace } from '../store/Workspace';
import { Html, html } from './html';
import { issueTable, priorityNames, stateBadge } from './issueListView';

/** One issue with everything that can be seen and done. */
export function issueView(store: Workspace, issue: IssueRecord): Html {
  const { tables } = store;
  const team = tables.teamOf(issue);
  const parent = issue.parentId ? store.findIssue(issue.parentId) : undefined;
  const former = issue.previousIdentifiers.join(', ');
  return html`
    <p>
      ${team.name} › ${issue.identifier}${former && ` (formerly ${former})`}
      ${parent && html`· sub-issue of ${issueLink(store, parent)}`}
    </p>
    <h1>${issue.title}</h1>
    <div class="grid">
      <div>
        ${issue.description
          ? html`<pre>${issue.description}</pre>`
          : html`<p>No description.</p>`}
        ${attachments(store, issue)} ${subIssues(store, issue)}
        ${relations(store, issue)} ${comments(store, issue)}
      </div>
      <div>${properties(store, issue)}</div>
    </div>
  `;
}

function issueLink(store: Workspace, issue: IssueRecord): Html {
  return html`<a href="${store.issuePath(issue)}"
    >${issue.identifier} ${issue.title}</a
  >`;
}

function action(issue: IssueRecord, name: string): string {
  return `/issue/${issue.identifier}/${name}`;
}

function properties(store: Workspace, issue: IssueRecord): Html {
  const { tables } = store;
  const states = tables.statesOfTeam(issue.teamId);
  const labels = issue.labelIds.map(id => tables.labels.get(id)?.name ?? id);
  const project = issue.projectId && tables.projects.get(issue.projectId)?.name;
  return html`
    <p>${stateBadge(store, issue)}</p>
    <form method="post" action="${action(issue, 'state')}">
      <label
        >State
        <select name="state">
          ${states.map(state =>
            option(state.name, state.name, state.id === issue.stateId),
          )}
        </select>
      </label>
      <button>Set state</button>
    </form>
    <form method="post" action="${action(issue, 'assignee')}">
      <label>Assignee ${people(store, 'assignee', issue.assigneeId)}</label>
      <button>Set assignee</button>
    </form>
    <form method="post" action="${action(issue, 'priority')}">
      <label>Priority ${priorities('priority', issue.priority)}</label>
      <button>Set priority</button>
    </form>
    <form method="post" action="${action(issue, 'due-date')}">
      <label
        >Due date
        <input type="date" name="dueDate" value="${issue.dueDate ?? ''}" />
      </label>
      <button>Set due date</button>
    </form>
    <form method="post" action="${action(issue, 'title')}">
      <label
        >Issue title
        <input name="title" value="${issue.title}" required />
      </label>
      <button>Set title</button>
    </form>
    <form method="post" action="${action(issue, 'team')}">
      <label
        >Team
        <select name="team">
          ${store
            .teams()
            .map(team => option(team.key, team.name, team.id === issue.teamId))}
        </select>
      </label>
      <button>Move</button>
    </form>
    <p>Labels: ${labels.join(', ') || 'none'}</p>
    <p>Project: ${project || 'none'}</p>
    ${issue.archivedAt
      ? button(issue, 'restore', 'Restore')
      : html`${button(issue, 'trash', 'Move to trash')}
        ${button(issue, 'archive', 'Archive')}`}
  `;
}

function button(issue: IssueRecord, name: string, text: string): Html {
  return html`<form method="post" action="${action(issue, name)}">
    <button class="quiet">${text}</button>
  </form>`;
}

function option(value: string, text: string, selected: boolean): Html {
  return selected
    ? html`<option value="${value}" selected>${text}</option>`
    : html`<option value="${value}">${text}</option>`;
}

function people(
  store: Workspace,
  name: string,
  selectedId: string | undefined,
): Html {
  return html`<select name="${name}">
    <option value="">Nobody</option>
    ${store
      .users()
      .filter(user => user.active && !user.app)
      .map(user => option(user.email, user.name, user.id === selectedId))}
  </select>`;
}

function priorities(name: string, selected: number): Html {
  return html`<select name="${name}">
    ${priorityNames.map((text, value) =>
      option(String(value), text, value === selected),
    )}
  </select>`;
}

function attachments(store: Workspace, issue: IssueRecord): Html {
  const rows = store.tables.attachmentsOfIssue(issue.id);
  return html`<section>
    <h2>Attachments</h2>
    ${rows.length === 0 && html`<p>None.</p>`}
    <ul>
      ${rows.map(
        row => html`<li>
          <a href="${safeHref(row.url)}">${row.title}</a>
          ${row.subtitle && html`<small>${row.subtitle}</small>`}
        </li>`,
      )}
    </ul>
  </section>`;
}

/** An attachment may have any URL; a page must not carry a script in a link. */
function safeHref(url: string): string {
  return /^https?:/i.test(url) ? url : '#';
}

function subIssues(store: Workspace, issue: IssueRecord): Html {
  const rows = store.tables.childrenOfIssue(issue.id);
  return html`<section>
    <h2>Sub-issues</h2>
    ${rows.length === 0 ? html`<p>None.</p>` : issueTable(store, rows)}
    <form method="post" action="${action(issue, 'sub-issues')}">
      <label>Sub-issue title <input name="title" required /></label>
      <label>Sub-issue assignee ${people(store, 'assignee', undefined)}</label>
      <label>Sub-issue priority ${priorities('priority', 0)}</label>
      <label>Sub-issue due date <input type="date" name="dueDate" /></label>
      <button>Add sub-issue</button>
    </form>
  </section>`;
}

function relations(store: Workspace, issue: IssueRecord): Html {
  const rows = [
    ...store.tables.relationsOfIssue(issue.id),
    ...store.tables.inverseRelationsOfIssue(issue.id),
  ];
  return html`<section>
    <h2>Relations</h2>
    ${rows.length === 0 && html`<p>None.</p>`}
    <ul>
      ${rows.map(row => relationItem(store, issue, row))}
    </ul>
    <form method="post" action="${action(issue, 'relations')}">
      <label>Existing issue <input name="issue" placeholder="ENG-1" /></label>
      <label
        >or related issue title
        <input name="title" placeholder="Creates a new one" />
      </label>
      <label
        >in team
        <select name="team">
          ${store
            .teams()
            .map(team => option(team.key, team.name, team.id === issue.teamId))}
        </select>
      </label>
      <label
        >Relation
        <select name="type">
          ${['related', 'blocks', 'blocked by', 'duplicate', 'similar'].map(
            type => option(type, type, type === 'related'),
          )}
        </select>
      </label>
      <button>Add related issue</button>
    </form>
  </section>`;
}

const inverseNames: Record<(typeof relationTypes)[number], string> = {
  blocks: 'blocked by',
  duplicate: 'duplicated by',
  related: 'related',
  similar: 'similar',
};

function relationItem(
  store: Workspace,
  issue: IssueRecord,
  relation: RelationRecord,
): Html {
  const outward = relation.issueId === issue.id;
  const other = store.findIssue(
    outward ? relation.relatedIssueId : relation.issueId,
  );
  const name = outward ? relation.type : inverseNames[relation.type];
  return html`<li>
    ${name}: ${other && issueLink(store, other)}
    ${other && stateBadge(store, other)}
    <form method="post" action="${action(issue, 'unrelate')}">
      <input type="hidden" name="relation" value="${relation.id}" />
      <button class="quiet">
        Remove relation to ${other ? other.identifier : 'it'}
      </button>
    </form>
  </li>`;
}

function comments(store: Workspace, issue: IssueRecord): Html {
  const rows = store.tables.commentsOfIssue(issue.id);
  return html`<section>
    <h2>Comments</h2>
    ${rows.length === 0 && html`<p>None.</p>`}
    ${rows.map(row => {
      const author = row.userId && store.tables.users.get(row.userId)?.name;
      return html`<article>
        <strong>${row.createdAs ?? author}</strong>
        <pre>${row.body}</pre>
      </article>`;
    })}
  </section>`;
}
