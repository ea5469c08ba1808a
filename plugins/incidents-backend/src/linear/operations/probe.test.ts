import { serve } from '../__testUtils__/scriptedLinear';
import type { ScriptedRequest } from '../__testUtils__/startScriptedServer';
import { background, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';

const IDENTITY = {
  viewer: { id: 'actor', name: 'Incidents', app: true },
  organization: { id: 'organization', name: 'Example', urlKey: 'example' },
};

const { team, state } = wireIssue();
const INC = {
  ...team,
  key: 'INC',
  triageEnabled: false,
  defaultIssueState: null,
};

const EXPECTED = {
  teams: [{ configKey: 'teams', teamKey: 'OPS' }],
  projects: [
    { configKey: 'projects[0]', name: 'Safety' },
    { configKey: 'projects[1]', name: 'Reliability', teamKey: 'OPS' },
  ],
  labels: [{ configKey: 'labels', name: 'incident' }],
  states: [{ configKey: 'states.default.open', name: 'Ready', teamKey: 'INC' }],
};

/** Lists with fewer rows than requested. */
function lists(hasNextPage: boolean) {
  const some = (nodes: object[]) => ({ nodes, pageInfo: { hasNextPage } });
  return {
    teams: some([{ ...INC, states: some([state]) }]),
    projects: some([
      { id: 'p', name: 'Reliability', teams: some([{ key: 'INC' }]) },
    ]),
    issueLabels: some([]),
  };
}

async function probe(expected: typeof EXPECTED, data: object) {
  const requests: ScriptedRequest[] = [];
  const server = await serve(request => {
    requests.push(request);
    return { body: { data: { ...IDENTITY, ...data } } };
  });
  const result = await testGateway(server).probe(expected, background);
  return { faults: result.faults.map(({ configKey }) => configKey), requests };
}

describe('The probe', () => {
  it('reports what complete lists do not hold as missing', async () => {
    const { faults } = await probe(EXPECTED, lists(false));
    expect(faults).toEqual([
      'teams',
      'projects[0]',
      'projects[1]',
      'labels',
      'states.default.open',
    ]);
  });

  it('reports nothing as missing while there are more pages, however few rows the first one has', async () => {
    const { faults } = await probe(EXPECTED, lists(true));
    expect(faults).toEqual([]);
  });

  it('requests no list when nothing is configured, and finds no fault', async () => {
    const { faults, requests } = await probe(
      { teams: [], projects: [], labels: [], states: [] },
      {},
    );
    expect(faults).toEqual([]);
    expect(requests.map(({ variables }) => variables)).toEqual([
      { withTeams: false, withProjects: false, withLabels: false },
    ]);
  });

  it('requests only further teams when they do not fit into one request', async () => {
    const teams = Array.from({ length: 61 }, (_, index) => ({
      configKey: `teams[${index}]`,
      teamKey: `T${index}`,
    }));
    const { requests } = await probe({ ...EXPECTED, teams }, lists(true));
    expect(requests.map(({ variables }) => variables)).toMatchObject([
      { withTeams: true, withProjects: true, withLabels: true },
      { withTeams: true, withProjects: false, withLabels: false },
    ]);
  });
});
