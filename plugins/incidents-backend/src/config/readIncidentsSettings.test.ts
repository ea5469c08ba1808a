import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readIncidentsSettings } from './readIncidentsSettings';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SECRET = 'lin_api_very_secret_value';

function read(incidents?: JsonObject) {
  return readIncidentsSettings(
    new ConfigReader(incidents === undefined ? {} : { incidents }),
  );
}

/** Linear with the least that is needed, and changes to it. */
function linear(changes: JsonObject = {}): JsonObject {
  return {
    linear: {
      auth: { apiKey: SECRET },
      routing: { default: { team: 'INC' } },
      ...changes,
    },
  };
}

function routing(changes: JsonObject): JsonObject {
  return linear({ routing: { default: { team: 'INC' }, ...changes } });
}

function rules(...list: JsonObject[]): JsonObject {
  return routing({ rules: list });
}

/** A routing rule to the team. */
function named(team: string): JsonObject {
  return { name: 'rule', when: { severity: 'sev1' }, use: { team } };
}

function faultsOf(incidents: JsonObject): string {
  try {
    read(incidents);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe('readIncidentsSettings', () => {
  it('works without any configuration and says that Linear is not configured', () => {
    expect(read()).toEqual({
      prefix: 'INC',
      privacy: { readers: [], showInLinear: [] },
      operators: [],
      linear: { kind: 'notConfigured' },
      actionItems: {
        sources: ['child', 'related', 'blockedBy', 'blocks'],
        dueWithinMs: { urgent: 7 * DAY, high: 14 * DAY, medium: 28 * DAY },
        autoComplete: {
          counts: ['child', 'related'],
          requireClosedIncident: false,
        },
        reminders: { enabled: true, beforeMs: 3 * DAY, everyMs: 7 * DAY },
      },
      sync: {
        frequencyMs: 60_000,
        throttleMs: 300_000,
        fullSweepMs: 12 * HOUR,
        maxDisappearing: 0.2,
        webhookSilenceMs: DAY,
        forcedPerMinute: 20,
      },
      declarePerMinute: 60,
      retention: { webhooksMs: 8 * DAY, idempotencyKeysMs: 7 * DAY },
      configFaults: [],
      warnings: [],
    });
  });

  it('fills in the defaults of a Linear with an API key', () => {
    expect(read(linear()).linear).toEqual({
      kind: 'configured',
      apiUrl: 'https://api.linear.app/graphql',
      tokenUrl: 'https://api.linear.app/oauth/token',
      auth: { kind: 'apiKey', apiKey: SECRET },
      webhookSecrets: [],
      webhookMaxAgeMs: 7 * HOUR,
      budgetReserve: 0.2,
      syncIdentifiers: false,
      identifierGapLimit: 5,
      linkableTeams: [],
      routing: {
        entityTeamAnnotation: false,
        rules: [],
        default: { team: 'INC', labels: [] },
      },
      states: { default: {}, teams: {} },
      comments: {
        completed: expect.stringContaining('{{ref}}'),
        reopened: expect.stringContaining('{{ref}}'),
      },
    });
  });

  it('reads every key', () => {
    const settings = read({
      prefix: 'OPS',
      privacy: { readers: ['group:security', 'User:default/Jane'] },
      operators: 'group:platform',
      linear: {
        apiUrl: 'http://127.0.0.1:4000/graphql',
        tokenUrl: 'http://localhost:4000/oauth/token',
        auth: { oauth: { clientId: 'id', clientSecret: SECRET } },
        webhookSecrets: ['one', 'two'],
        webhookMaxAge: 'PT2H',
        budgetReserve: '0.5',
        syncIdentifiers: 'false',
        identifierGapLimit: '7',
        routing: {
          entityTeamAnnotation: true,
          rules: [
            {
              name: 'payments',
              when: {
                severity: ['sev1', 'sev2'],
                visibility: 'private',
                labels: ['pci'],
                leadGroup: ['payments'],
                affects: {
                  refs: ['component:default/Checkout'],
                  kind: ['Component'],
                  type: ['Service'],
                  system: ['Billing'],
                  domain: ['domain:default/money'],
                  owner: ['payments', 'user:default/jane'],
                },
              },
              use: {
                team: 'pay',
                project: 'Reliability',
                labels: ['incident'],
                priority: 'urgent',
                template: '{{ summary }}',
                state: 'Triage',
              },
            },
          ],
          default: { team: 'INC' },
        },
        states: {
          default: { open: 'In Progress' },
          teams: { pay: { completed: 'Closed' } },
        },
        comments: { completed: '', reopened: 'Open again: {{url}}' },
      },
      actionItems: {
        sources: ['child'],
        dueWithin: { low: '2 weeks' },
        autoComplete: { requireClosedIncident: true },
        reminders: { enabled: false, before: { hours: 1 }, every: '1d' },
      },
      sync: {
        frequency: '30s',
        throttle: { minutes: 1 },
        fullSweep: { days: 1 },
        maxDisappearing: 0,
        webhookSilence: { days: 2 },
        forcedPerMinute: 2,
      },
      declarePerMinute: 3,
      retention: { webhooks: { days: 9 }, idempotencyKeys: { days: 1 } },
    });
    expect(settings).toMatchObject({
      prefix: 'OPS',
      privacy: { readers: ['group:default/security', 'user:default/jane'] },
      operators: ['group:default/platform'],
      linear: {
        apiUrl: 'http://127.0.0.1:4000/graphql',
        auth: {
          kind: 'oauth',
          clientId: 'id',
          clientSecret: SECRET,
          scopes: ['read', 'write'],
        },
        webhookSecrets: ['one', 'two'],
        webhookMaxAgeMs: 2 * HOUR,
        budgetReserve: 0.5,
        syncIdentifiers: false,
        identifierGapLimit: 7,
        routing: {
          entityTeamAnnotation: true,
          rules: [
            {
              when: {
                visibility: ['private'],
                leadGroup: ['group:default/payments'],
                affects: {
                  refs: ['component:default/checkout'],
                  kind: ['component'],
                  type: ['service'],
                  system: ['system:default/billing'],
                  domain: ['domain:default/money'],
                  owner: ['group:default/payments', 'user:default/jane'],
                },
              },
              use: { team: 'PAY', state: 'Triage' },
            },
          ],
        },
        states: {
          default: { open: 'In Progress' },
          teams: { PAY: { completed: 'Closed' } },
        },
        comments: { completed: '', reopened: 'Open again: {{url}}' },
      },
      actionItems: {
        sources: ['child'],
        autoComplete: { counts: ['child'], requireClosedIncident: true },
        reminders: { enabled: false, beforeMs: HOUR, everyMs: DAY },
      },
      sync: {
        frequencyMs: 30_000,
        throttleMs: 60_000,
        fullSweepMs: DAY,
        maxDisappearing: 0,
        webhookSilenceMs: 2 * DAY,
        forcedPerMinute: 2,
      },
      declarePerMinute: 3,
      retention: { webhooksMs: 9 * DAY, idempotencyKeysMs: DAY },
    });
    expect(settings.actionItems.dueWithinMs).toEqual({ low: 14 * DAY });
  });

  it('takes a key without a value for an absent one', () => {
    expect(
      read({ prefix: null, linear: null, sync: { throttle: null } }),
    ).toEqual(read());
  });

  const bad: [string, JsonObject, string][] = [
    [
      'an unknown key',
      { prefex: 'INC' },
      'incidents.prefex: is not a known key; allowed: prefix, privacy, operators, linear, actionItems, sync, declarePerMinute, retention',
    ],
    [
      'an unknown nested key',
      routing({ default: { team: 'INC', teem: 1 } }),
      'incidents.linear.routing.default.teem: is not a known key; allowed: team, project',
    ],
    [
      'a bad prefix',
      { prefix: 'inc-' },
      'incidents.prefix: is not a prefix; allowed: a capital letter',
    ],
    [
      'a reader that is no ref',
      { privacy: { readers: ['a:b:c/d e'] } },
      'incidents.privacy.readers[0]: is not an entity ref; allowed: an entity ref',
    ],
    [
      'a reader of another kind',
      { privacy: { readers: ['component:default/x'] } },
      'incidents.privacy.readers[0]: is not an entity ref; allowed: an entity ref such as component:default/name, of kind user or group',
    ],
    [
      'Linear without auth',
      { linear: { routing: { default: { team: 'INC' } } } },
      'incidents.linear.auth: is missing; allowed: an object',
    ],
    [
      'an empty auth',
      linear({ auth: {} }),
      'incidents.linear.auth: has neither oauth nor apiKey; allowed: exactly one of the two',
    ],
    [
      'both kinds of auth',
      linear({
        auth: {
          apiKey: SECRET,
          oauth: { clientId: 'a', clientSecret: SECRET },
        },
      }),
      'incidents.linear.auth: has both oauth and apiKey; allowed: exactly one of the two',
    ],
    [
      'OAuth without a secret',
      linear({ auth: { oauth: { clientId: 'a' } } }),
      'incidents.linear.auth.oauth.clientSecret: is missing; allowed: text',
    ],
    [
      'a secret that is no text',
      linear({ auth: { apiKey: { value: SECRET } } }),
      'incidents.linear.auth.apiKey: has the wrong type; allowed: text',
    ],
    [
      'an empty API key',
      linear({ auth: { apiKey: '  ' } }),
      'incidents.linear.auth.apiKey: must not be empty',
    ],
    [
      'three webhook secrets',
      linear({ webhookSecrets: [SECRET, SECRET, SECRET] }),
      'incidents.linear.webhookSecrets: has too many values; allowed: none, one, or two while rotating',
    ],
    [
      'credentials in the clear',
      linear({ apiUrl: 'http://example.com/graphql' }),
      'incidents.linear.apiUrl: is not an address that credentials may be sent to; allowed: https',
    ],
    [
      'a password in an address',
      linear({ apiUrl: `https://me:${SECRET}@example.com` }),
      'incidents.linear.apiUrl: is not an address',
    ],
    [
      'no default route',
      linear({ routing: { rules: [] } }),
      'incidents.linear.routing.default: is missing; allowed: an object',
    ],
    [
      'no routing',
      { linear: { auth: { apiKey: SECRET } } },
      'incidents.linear.routing.default: is missing; allowed: an object',
    ],
    [
      'a default route without team',
      routing({ default: {} }),
      'incidents.linear.routing.default.team: is missing; allowed: text',
    ],
    [
      'a rule with a bad team',
      rules({ name: 'a', when: { labels: 'x' }, use: { team: 'P A' } }),
      'incidents.linear.routing.rules[0].use.team: is not a team key; allowed: a letter',
    ],
    [
      'a rule without a name',
      rules({ when: { labels: 'x' }, use: { team: 'PAY' } }),
      'incidents.linear.routing.rules[0].name: is missing; allowed: text',
    ],
    [
      'a rule without a target',
      rules({ name: 'a', when: { labels: 'x' } }),
      'incidents.linear.routing.rules[0].use: is missing; allowed: an object',
    ],
    [
      'a rule named default',
      rules({ name: 'default', when: { labels: 'x' }, use: { team: 'PAY' } }),
      'incidents.linear.routing.rules[0].name: is taken',
    ],
    [
      'two rules of one name',
      rules(
        { name: 'a', when: { labels: 'x' }, use: { team: 'PAY' } },
        { name: 'a', when: { labels: 'y' }, use: { team: 'PAY' } },
      ),
      'incidents.linear.routing.rules[1].name: is taken; allowed: a name that no earlier rule has',
    ],
    [
      'an unknown severity',
      rules({ name: 'a', when: { severity: ['sev9'] }, use: { team: 'PAY' } }),
      'incidents.linear.routing.rules[0].when.severity[0]: is not an allowed value; allowed: sev1, sev2, sev3, sev4, sev5',
    ],
    [
      'an unknown single visibility',
      rules({
        name: 'a',
        when: { visibility: 'secret' },
        use: { team: 'PAY' },
      }),
      'incidents.linear.routing.rules[0].when.visibility: is not an allowed value; allowed: public, private',
    ],
    [
      'an unknown priority',
      rules({
        name: 'a',
        when: { labels: 'x' },
        use: { team: 'PAY', priority: 'p1' },
      }),
      'incidents.linear.routing.rules[0].use.priority: is not an allowed value; allowed: urgent, high, medium, low, none',
    ],
    [
      'an unknown placeholder',
      routing({ default: { team: 'INC', template: '{{summary}} {{secret}}' } }),
      'incidents.linear.routing.default.template: refers to {{secret}}; allowed: {{ref}}, {{title}}',
    ],
    [
      'an unknown placeholder in a comment',
      linear({ comments: { completed: '{{lead}}' } }),
      'incidents.linear.comments.completed: refers to {{lead}}; allowed: {{ref}}',
    ],
    [
      'a bad team key among the states',
      linear({ states: { teams: { 'P-1': {} } } }),
      'incidents.linear.states.teams.P-1: is not a team key',
    ],
    [
      'an unknown state slot',
      linear({ states: { default: { done: 'Done' } } }),
      'incidents.linear.states.default.done: is not a known key; allowed: open, completed, canceled',
    ],
    [
      'a bad duration',
      linear({ webhookMaxAge: '3 fortnights' }),
      'incidents.linear.webhookMaxAge: must be a duration longer than zero; allowed: an object such as { hours: 2 }',
    ],
    [
      'a number as duration',
      { sync: { throttle: 300 } },
      'incidents.sync.throttle: must be a duration',
    ],
    [
      'a duration of zero',
      { sync: { frequency: { minutes: 0 } } },
      'incidents.sync.frequency: must be a duration longer than zero',
    ],
    [
      'an unknown unit',
      { sync: { frequency: { fortnights: 1 } } },
      'incidents.sync.frequency: must be a duration',
    ],
    [
      'a share above one',
      { sync: { maxDisappearing: 20 } },
      'incidents.sync.maxDisappearing: must be a number from 0 to 1',
    ],
    [
      'a budget reserve in words',
      linear({ budgetReserve: 'some' }),
      'incidents.linear.budgetReserve: must be a number from 0 to 1',
    ],
    [
      'a fractional gap limit',
      linear({ identifierGapLimit: 1.5 }),
      'incidents.linear.identifierGapLimit: must be a whole number from 0 to 100',
    ],
    [
      'a flag that is none',
      linear({ syncIdentifiers: 'maybe' }),
      'incidents.linear.syncIdentifiers: must be true or false',
    ],
    [
      'identifiers in step with another team',
      linear({ syncIdentifiers: true, routing: { default: { team: 'PAY' } } }),
      'incidents.linear.routing.default.team: differs from the prefix; allowed with syncIdentifiers: INC',
    ],
    [
      'a source that Linear lacks',
      { actionItems: { sources: ['similar'] } },
      'incidents.actionItems.sources[0]: is not an allowed value; allowed: child, related, blockedBy, blocks',
    ],
    [
      'no source at all',
      { actionItems: { sources: [] } },
      'incidents.actionItems.sources: must not be empty',
    ],
    [
      'a counted source that is not shown',
      {
        actionItems: {
          sources: ['child'],
          autoComplete: { counts: ['child', 'blocks'] },
        },
      },
      'incidents.actionItems.autoComplete.counts[1]: is not among incidents.actionItems.sources; allowed: child',
    ],
    [
      'a due policy for an unknown priority',
      { actionItems: { dueWithin: { huge: '1d' } } },
      'incidents.actionItems.dueWithin.huge: is not a known key; allowed: urgent, high, medium, low, none',
    ],
    [
      'webhooks forgotten before they are too old',
      { ...linear(), retention: { webhooks: { hours: 6 } } },
      'incidents.retention.webhooks: is too short to recognize a repeated delivery; allowed: longer than incidents.linear.webhookMaxAge',
    ],
    [
      'a list in place of an object',
      { sync: [] },
      'incidents.sync: has the wrong type; allowed: an object',
    ],
  ];

  it.each(bad)('refuses %s by its full key', (_, incidents, fault) => {
    const message = faultsOf(incidents);
    expect(message).toContain(`- ${fault}`);
    expect(message).toContain('has a fault:');
    expect(message).not.toContain(SECRET);
  });

  it('reports every fault on a line of its own', () => {
    const message = faultsOf({
      ...rules(
        { name: 'a', when: { labels: 'x' }, use: { team: '' } },
        { name: 'b', when: { labels: 'x' }, use: {} },
      ),
      prefix: '?',
      foo: 1,
    });
    expect(
      message
        .split('\n')
        .slice(1)
        .map(line => line.split(':')[0]),
    ).toEqual([
      '- incidents.prefix',
      '- incidents.linear.routing.rules[0].use.team',
      '- incidents.linear.routing.rules[1].use.team',
      '- incidents.foo',
    ]);
    expect(message).toContain('4 faults');
  });

  it.each([
    ['the default team', {}],
    [
      'the team of a rule',
      { routing: { rules: [named('INC')], default: { team: 'OPS' } } },
    ],
    [
      'a linkable team',
      { routing: { default: { team: 'OPS' } }, linkableTeams: ['INC'] },
    ],
  ])(
    'warns of a prefix that is the key of a team in Linear, here %s',
    (_, changes) => {
      expect(read(linear(changes)).warnings).toEqual([
        expect.stringMatching(/^incidents\.prefix: .* Linear team INC/),
      ]);
    },
  );

  it('does not warn of a prefix that is no team, or whose identifiers are in sync', () => {
    const otherTeam = { routing: { default: { team: 'OPS' } } };
    for (const changes of [otherTeam, { syncIdentifiers: true }]) {
      expect(read(linear(changes)).warnings).toEqual([]);
    }
  });

  it('reports rules that can never match without stopping', () => {
    const pay = { team: 'PAY' };
    const { configFaults } = read(
      rules(
        { name: 'wide', when: { labels: ['pci', 'PII'] }, use: pay },
        {
          name: 'narrow',
          when: { labels: ['pii'], severity: ['sev1'] },
          use: pay,
        },
        { name: 'beside', when: { severity: ['sev1'] }, use: pay },
        {
          name: 'odd',
          when: { affects: { refs: ['component:x'], kind: ['api'] } },
          use: pay,
        },
        {
          name: 'homeless',
          when: { affects: { kind: ['Group'], system: ['s'] } },
          use: pay,
        },
        { name: 'all', when: { affects: { kind: [] } }, use: pay },
        { name: 'late', when: { visibility: 'private' }, use: pay },
      ),
    );
    expect(
      configFaults.map(({ key, code, params }) => [
        key.replace('incidents.linear.routing.', ''),
        code,
        params,
      ]),
    ).toEqual([
      [
        'rules[1].when',
        'routingRuleShadowed',
        { rule: 'narrow', earlier: 'wide' },
      ],
      [
        'rules[3].when.affects.refs',
        'routingRuleKindsDiffer',
        { rule: 'odd', kinds: ['api'] },
      ],
      [
        'rules[4].when.affects.system',
        'routingRuleKindWithout',
        { rule: 'homeless', kinds: ['group'], property: 'system' },
      ],
      ['rules[5].when', 'routingRuleWithoutCondition', { rule: 'all' }],
      [
        'rules[6].when',
        'routingRuleShadowed',
        { rule: 'late', earlier: 'all' },
      ],
    ]);
  });
});
