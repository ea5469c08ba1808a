/** Creates the demo's issues in Linear, through its GraphQL API. */
export class DemoLinear {
  #request;
  #teams;
  #users;
  #issues;

  /** @param {{ url: string, apiKey: string }} options */
  static async open({ url, apiKey }) {
    const request = (query, variables) =>
      send({ url, apiKey, query, variables });
    return new DemoLinear(
      request,
      await request(
        `query Workspace {
          teams(first: 20) {
            nodes { id key states(first: 50) { nodes { id type position } } }
          }
          users(first: 50) { nodes { id email } }
          issues(first: 50, orderBy: createdAt) { nodes { id title } }
        }`,
      ),
    );
  }

  constructor(request, { teams, users, issues }) {
    this.#request = request;
    this.#teams = teams.nodes;
    this.#users = users.nodes;
    this.#issues = issues.nodes;
  }

  /** Returns whether it did not exist yet. */
  addSubIssue({ parentIdentifier, item }) {
    const key = item.team ?? parentIdentifier.split('-')[0];
    const team = this.#teams.find(candidate => candidate.key === key);
    const assignee = this.#users.find(user => user.email === item.assignee);
    return this.#create(
      `mutation CreateActionItem($input: IssueCreateInput!) {
        issueCreate(input: $input) { success }
      }`,
      {
        id: item.id,
        title: item.title,
        teamId: team.id,
        parentId: parentIdentifier,
        stateId: firstStateOfType(team.states.nodes, item.stateType)?.id,
        assigneeId: assignee?.id,
        priority: item.priority,
        dueDate: item.dueDate,
        createdAt: item.createdAt,
        completedAt: item.completedAt,
      },
    );
  }

  /** Relates an issue to one that the workspace began with. Returns whether it was not related yet. */
  async relateToTitle({ id, identifier, title }) {
    const other = this.#issues.find(issue => issue.title === title);
    return other ? this.relate({ id, identifier, other: other.id }) : false;
  }

  /** Returns whether the two were not related yet. */
  relate({ id, identifier, other }) {
    return this.#create(
      `mutation RelateIssues($input: IssueRelationCreateInput!) {
        issueRelationCreate(input: $input) { success }
      }`,
      { id, issueId: identifier, relatedIssueId: other, type: 'related' },
    );
  }

  async #create(mutation, input) {
    try {
      await this.#request(mutation, { input });
      return true;
    } catch (error) {
      if (!/conflict on insert/i.test(error.message)) {
        throw error;
      }
      return false;
    }
  }
}

function firstStateOfType(states, type) {
  return states
    .filter(state => state.type === type)
    .sort((a, b) => a.position - b.position)
    .at(0);
}

async function send({ url, apiKey, query, variables }) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: apiKey, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors?.length) {
    throw new Error(`the Linear simulator answered: ${errors[0].message}`);
  }
  return data;
}
