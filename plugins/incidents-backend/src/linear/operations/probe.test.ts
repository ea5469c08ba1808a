import { serve } from '../__testUtils__/scriptedLinear';
import type { ScriptedRequest } from '../__testUtils__/startScriptedServer';
import { background, testGateway } from '../__testUtils__/testGateway';
import { wireIssue } from '../__testUtils__/wireIssue';
import type { ProbeExpectation } from './probe';

const IDENTITY = {
  viewer: { id: 'actor', name: 'Incidents', app: true },
  organization: { urlKey: 'example' },
};

const { team, state } = wireIssue();
const INC = {
  ...team,
  key: 'INC',
  defaultIssueState: null,
};

const EXPECTED: ProbeExpectation[] = [
  { key: 'team', kind: 'team', name: 'OPS', team: 'OPS' },
  { key: 'projects[0]', kind: 'project', name: 'Safety', team: 'INC' },
  { key: 'projects[1]', kind: 'project', name: 'Reliability', team: 'OPS' },
  { key: 'label', kind: 'label', name: 'incident', team: 'INC' },
  { key: 'states.default.open', kind: 'state', name: 'Ready', team: 'INC' },
];

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

async function probe(expected: ProbeExpectation[], data: object) {
  const requests: ScriptedRequest[] = [];
  const server = await serve(request => {
    requests.push(request);
    return { body: { data: { ...IDENTITY, ...data } } };
  });
  const result = await testGateway(server).probe(expected, [], background);
  return { faults: result.faults.map(({ key }) => key), requests };
}

describe('The probe', () => {
  it('reports what complete lists do not hold as missing', async () => {
    const { faults } = await probe(EXPECTED, lists(false));
    expect(faults).toEqual([
      'team',
      'projects[0]',
      'projects[1]',
      'label',
      'states.default.open',
    ]);
  });

  it('reports nothing as missing while there are more pages, however few rows the first one has', async () => {
    const { faults } = await probe(EXPECTED, lists(true));
    expect(faults).toEqual([]);
  });

  it('requests no list when nothing is configured, and finds no fault', async () => {
    const { faults, requests } = await probe([], {});
    expect(faults).toEqual([]);
    expect(requests.map(({ variables }) => variables)).toEqual([
      { withTeams: false, withProjects: false, withLabels: false },
    ]);
  });

  it('requests only further teams when they do not fit into one request', async () => {
    const teams = Array.from({ length: 61 }, (_, index) => ({
      key: `teams[${index}]`,
      kind: 'team' as const,
      name: `T${index}`,
      team: `T${index}`,
    }));
    const { requests } = await probe([...EXPECTED, ...teams], lists(true));
    expect(requests.map(({ variables }) => variables)).toMatchObject([
      { withTeams: true, withProjects: true, withLabels: true },
      { withTeams: true, withProjects: false, withLabels: false },
    ]);
  });
});
