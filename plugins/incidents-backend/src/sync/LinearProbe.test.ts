import { ConfigReader } from '@backstage/config';
import { readIncidentsSettings } from '../config';
import { expectationsOf } from './LinearProbe';

function statesExpected(states: object): string[] {
  const { linear } = readIncidentsSettings(
    new ConfigReader({
      incidents: {
        linear: {
          auth: { apiKey: 'key' },
          routing: {
            rules: [{ name: 'payments', use: { team: 'PAY' } }],
            default: { team: 'INC' },
          },
          linkableTeams: ['OPS'],
          states,
        },
      },
    }),
  );
  if (linear.kind !== 'configured') {
    throw new Error('Linear is not configured');
  }
  return expectationsOf(linear)
    .filter(({ kind }) => kind === 'state')
    .map(({ key, name, team }) => `${key} ${team} ${name}`);
}

describe('What the configuration expects of Linear', () => {
  it('is a default state in every configured team that has no own one', () => {
    expect(
      statesExpected({
        default: { completed: 'Done' },
        teams: { PAY: { completed: 'Closed' }, WEB: { open: 'Doing' } },
      }).sort(),
    ).toEqual([
      'incidents.linear.states.default.completed INC Done',
      'incidents.linear.states.default.completed OPS Done',
      'incidents.linear.states.default.completed WEB Done',
      'incidents.linear.states.teams.PAY.completed PAY Closed',
      'incidents.linear.states.teams.WEB.open WEB Doing',
    ]);
  });
});
