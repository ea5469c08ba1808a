import { DEMO_LABEL, demoIncidents } from './lib/demo/demoIncidents.mjs';
import { DemoLinear } from './lib/demo/DemoLinear.mjs';
import { IncidentsApi } from './lib/demo/IncidentsApi.mjs';

/** Declares the demo's incidents. */
const REPORTER = 'ada.olsen';

/** Parent issues are created in the background, in milliseconds. */
const LINKED_WITHIN = 20_000;

/**
 * Fills an empty demo with incidents and weeks of action items. Safe on every
 * start: existing data is not changed. Returns one line that says what it did.
 *
 * @param {object} options
 * @param {string} options.backendUrl
 * @param {string} options.linearUrl GraphQL endpoint of the simulator
 * @param {string} options.linearApiKey
 * @returns {Promise<string>}
 */
export async function seedDemo({ backendUrl, linearUrl, linearApiKey }) {
  try {
    const api = await IncidentsApi.signIn({ backendUrl, user: REPORTER });
    const { seeds, created } = await declareMissing(api);
    const linear = await DemoLinear.open({
      url: linearUrl,
      apiKey: linearApiKey,
    });
    const parents = new Map();
    for (const { seed, ref } of seeds) {
      const { parentIssue } = await api.settled(ref, { within: LINKED_WITHIN });
      parents.set(seed.key, parentIssue.identifier);
    }
    for (const { seed, ref } of seeds) {
      if (await fillInLinear({ linear, seed, parents })) {
        await api.sync(ref);
      }
    }
    return created === 0 ? 'present' : `${created} created`;
  } catch (error) {
    // The demo works without them
    return `left out, because ${error.message}`;
  }
}

/** One after the other, so that an empty demo always gets the same numbers. */
async function declareMissing(api) {
  const present = await api.listByLabel(DEMO_LABEL);
  const seeds = [];
  let created = 0;
  for (const seed of demoIncidents(Date.now())) {
    const { title } = seed.draft;
    const known = present.find(incident => incident.title === title);
    const incident = known ?? (await declare(api, seed));
    created += known ? 0 : 1;
    seeds.push({ seed, ref: incident.ref });
  }
  return { seeds, created };
}

async function declare(api, { key, draft, times }) {
  const incident = await api.create(draft, `demo-${key}`);
  return times.mitigatedAt || times.closedAt
    ? api.update(incident.ref, {
        expectedVersion: incident.version,
        ...times,
      })
    : incident;
}

/** Returns whether something was created. */
async function fillInLinear({ linear, seed, parents }) {
  const parentIdentifier = parents.get(seed.key);
  if (!parentIdentifier) {
    return false;
  }
  const added = [];
  for (const item of seed.actionItems) {
    added.push(await linear.addSubIssue({ parentIdentifier, item }));
  }
  if (seed.relatedIssue) {
    const { id, title } = seed.relatedIssue;
    added.push(
      await linear.relateToTitle({ id, identifier: parentIdentifier, title }),
    );
  }
  const other = parents.get(seed.relatedIncident?.key);
  if (other) {
    const { id } = seed.relatedIncident;
    added.push(
      await linear.relate({ id, identifier: parentIdentifier, other }),
    );
  }
  return added.includes(true);
}
