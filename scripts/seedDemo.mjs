import { demoIncidents } from './lib/demoIncidents.mjs';

/** Marks the incidents made here, and finds them again. */
const LABEL = 'demo';
const REPORTER = 'ada.olsen';

/** People take a moment to reach a new catalog, in milliseconds. */
const SIGN_IN_WITHIN = 60_000;

/**
 * Fills an empty demo with incidents and action items. Safe on every start:
 * what exists is left alone. Answers one line that says what it did.
 *
 * @param {object} options
 * @param {string} options.backendUrl
 * @param {string} options.linearUrl GraphQL endpoint of the simulator
 * @param {string} options.linearApiKey
 * @returns {Promise<string>}
 */
export async function seedDemo({ backendUrl, linearUrl, linearApiKey }) {
  try {
    const token = await signIn(backendUrl);
    const api = createIncidentsApi({ backendUrl, token });
    const present = await api.list();
    let created = 0;
    for (const seed of demoIncidents) {
      const known = present.find(incident => incident.title === seed.title);
      const incident = known ?? (await api.create(seed));
      created += known ? 0 : 1;
      if (incident.parentIssue.status !== 'linked') {
        continue;
      }
      const added = await createActionItems({
        linearUrl,
        linearApiKey,
        incident,
        seed,
      });
      if (added > 0) {
        await api.sync(incident);
      }
    }
    return created === 0 ? 'present' : `${created} created`;
  } catch (error) {
    // The demo is usable without them
    return `left out, because ${error.message}`;
  }
}

async function signIn(backendUrl) {
  const deadline = Date.now() + SIGN_IN_WITHIN;
  for (;;) {
    const response = await fetch(
      `${backendUrl}/api/auth/demo/refresh?user=${REPORTER}`,
      { method: 'POST' },
    );
    if (response.ok) {
      return (await response.json()).backstageIdentity.token;
    }
    const reason = await describe(response);
    if (Date.now() > deadline) {
      throw new Error(`${REPORTER} could not sign in: ${reason}`);
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

function createIncidentsApi({ backendUrl, token }) {
  const request = async (path, options = {}) => {
    const response = await fetch(`${backendUrl}/api/incidents${path}`, {
      ...options,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...options.headers,
      },
    });
    if (!response.ok) {
      throw new Error(
        `/api/incidents${path} answered ${await describe(response)}`,
      );
    }
    return response.json();
  };
  return {
    list: async () =>
      (await request(`/incidents?label=${LABEL}&limit=200`)).items,
    create: ({ actionItems, key, ...draft }) =>
      request('/incidents', {
        method: 'POST',
        headers: { 'idempotency-key': `demo-${key}`, prefer: 'wait=10' },
        body: JSON.stringify({ ...draft, labels: [LABEL] }),
      }),
    sync: incident =>
      request(`/incidents/${incident.ref}/sync`, { method: 'POST' }),
  };
}

/** Answers how many were not there yet. */
async function createActionItems({ linearUrl, linearApiKey, incident, seed }) {
  const linear = createLinear({ linearUrl, linearApiKey });
  const parentIdentifier = incident.parentIssue.identifier;
  const { issue: parent } = await linear(
    `query Parent($id: String!) {
      issue(id: $id) {
        id
        team { id states(first: 50) { nodes { id type position } } }
      }
    }`,
    { id: parentIdentifier },
  );
  const { users } = await linear(
    `query Users { users(first: 50) { nodes { id email } } }`,
  );
  let added = 0;
  for (const item of seed.actionItems) {
    const state = firstStateOfType(parent.team.states.nodes, item.stateType);
    const assignee = users.nodes.find(user => user.email === item.assignee);
    try {
      await linear(
        `mutation CreateActionItem($input: IssueCreateInput!) {
          issueCreate(input: $input) { success }
        }`,
        {
          input: {
            id: item.id,
            title: item.title,
            teamId: parent.team.id,
            parentId: parent.id,
            stateId: state?.id,
            assigneeId: assignee?.id,
            priority: item.priority,
            dueDate: item.dueDate,
          },
        },
      );
      added += 1;
    } catch (error) {
      if (!/conflict on insert/i.test(error.message)) {
        throw error;
      }
    }
  }
  return added;
}

function firstStateOfType(states, type) {
  return states
    .filter(state => state.type === type)
    .sort((a, b) => a.position - b.position)
    .at(0);
}

function createLinear({ linearUrl, linearApiKey }) {
  return async (query, variables) => {
    const response = await fetch(linearUrl, {
      method: 'POST',
      headers: {
        authorization: linearApiKey,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = await response.json();
    if (errors?.length) {
      throw new Error(`the Linear simulator answered: ${errors[0].message}`);
    }
    return data;
  };
}

async function describe(response) {
  const text = await response.text();
  try {
    return `${response.status}, ${JSON.parse(text).error.message}`;
  } catch {
    return `${response.status}`;
  }
}
