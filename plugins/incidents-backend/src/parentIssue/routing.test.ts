import { reason, RoutingDecision } from '@backstage-incidents/incidents-common';
import fc from 'fast-check';
import {
  AffectsConditions,
  RouteTarget,
  RoutingConditions,
  RoutingSettings,
} from '../config';
import { EntityFacts, RoutingDraft } from './checkConditions';
import { decideRoute, fallBackToDefault, routingNote } from './routing';

type When = Partial<Omit<RoutingConditions, 'affects'>> & {
  affects?: Partial<AffectsConditions>;
};

function rule(
  name: string,
  when: When,
  use: Partial<RouteTarget> = {},
): RoutingSettings['rules'][number] {
  return {
    name,
    when: {
      severity: [],
      visibility: [],
      labels: [],
      leadGroup: [],
      ...when,
      affects: {
        refs: [],
        kind: [],
        type: [],
        system: [],
        domain: [],
        owner: [],
        ...when.affects,
      },
    },
    use: { team: 'PAY', labels: [], ...use },
  };
}

const checkout: EntityFacts = {
  ref: 'component:default/checkout',
  kind: 'component',
  type: 'service',
  systems: ['system:default/shop', 'system:default/billing'],
  domains: ['domain:default/retail', 'domain:default/money'],
  owners: ['group:default/sre', 'group:default/payments'],
  teamKeyAnnotation: 'chk',
};
const docs: EntityFacts = {
  ref: 'component:default/docs',
  kind: 'component',
  type: 'website',
  systems: [],
  domains: [],
  owners: ['group:default/writers'],
};

const draft: RoutingDraft = {
  severity: 'sev2',
  visibility: 'private',
  lead: 'user:default/jane',
  labels: ['PCI', 'card'],
  affects: [docs.ref, checkout.ref],
};

function decide(
  rules: RoutingSettings['rules'],
  options: {
    draft?: Partial<RoutingDraft>;
    entities?: EntityFacts[];
    leadGroups?: string[];
    settings?: Partial<RoutingSettings>;
  } = {},
): RoutingDecision {
  return decideRoute({
    draft: { ...draft, ...options.draft },
    settings: {
      entityTeamAnnotation: false,
      default: { team: 'INC', labels: [] },
      ...options.settings,
      rules,
    },
    entities: options.entities ?? [checkout, docs],
    leadGroups: options.leadGroups ?? ['group:default/payments'],
  });
}

describe('decideRoute', () => {
  it.each<[string, When, string[]]>([
    ['severity', { severity: ['sev1', 'sev2'] }, ['severity: sev2']],
    ['visibility', { visibility: ['private'] }, ['visibility: private']],
    ['a label in another letter case', { labels: ['pci'] }, ['labels: PCI']],
    [
      'a group of the lead',
      { leadGroup: ['Group:Default/Payments'] },
      ['leadGroup: group:default/payments'],
    ],
    [
      'an entity',
      { affects: { refs: ['Component:default/Checkout'] } },
      ['affects.refs: component:default/checkout (component:default/checkout)'],
    ],
    [
      'a kind',
      { affects: { kind: ['Component'] } },
      ['affects.kind: component (component:default/docs)'],
    ],
    [
      'a type',
      { affects: { type: ['Service'] } },
      ['affects.type: service (component:default/checkout)'],
    ],
    [
      'any system',
      { affects: { system: ['system:default/billing'] } },
      ['affects.system: system:default/billing (component:default/checkout)'],
    ],
    [
      'any domain',
      { affects: { domain: ['domain:default/money'] } },
      ['affects.domain: domain:default/money (component:default/checkout)'],
    ],
    [
      'any owner',
      { affects: { owner: ['group:default/payments', 'group:default/x'] } },
      ['affects.owner: group:default/payments (component:default/checkout)'],
    ],
    [
      'all of them at once',
      {
        severity: ['sev2'],
        labels: ['card'],
        affects: { type: ['service'], owner: ['group:default/payments'] },
      },
      [
        'severity: sev2',
        'labels: card',
        'affects.type: service (component:default/checkout)',
        'affects.owner: group:default/payments (component:default/checkout)',
      ],
    ],
  ])('matches a rule by %s and says so', (_, when, conditions) => {
    const decision = decide([rule('one', when)]);
    expect(decision).toMatchObject({ rule: 'one', team: 'PAY' });
    expect(decision.reason).toEqual(
      reason('ruleMatched', { rule: 'one', conditions }),
    );
  });

  it.each<[string, When, Partial<RoutingDraft>, string[]]>([
    ['severity', { severity: ['sev1', 'sev3'] }, {}, ['severity: sev1, sev3']],
    ['visibility', { visibility: ['public'] }, {}, ['visibility: public']],
    [
      'visibility, public when not given',
      { visibility: ['private'] },
      { visibility: undefined },
      ['visibility: private'],
    ],
    ['labels', { labels: ['pii', 'gdpr'] }, {}, ['labels: pii, gdpr']],
    [
      'no lead',
      { leadGroup: ['group:default/payments'] },
      { lead: undefined },
      ['leadGroup: group:default/payments'],
    ],
    [
      'the groups of the lead',
      { leadGroup: ['group:default/sre'] },
      {},
      ['leadGroup: group:default/sre'],
    ],
    [
      'entities',
      { affects: { refs: ['api:default/pay'] } },
      {},
      ['affects.refs: api:default/pay'],
    ],
    [
      'nothing affected',
      { affects: { kind: ['component'] } },
      { affects: [] },
      ['affects.kind: component'],
    ],
    [
      'two entities that only match together',
      { affects: { type: ['website'], owner: ['group:default/payments'] } },
      {},
      ['affects.type: website', 'affects.owner: group:default/payments'],
    ],
    [
      'one condition of two',
      { severity: ['sev2'], labels: ['pii'] },
      {},
      ['labels: pii'],
    ],
    [
      'two conditions of two',
      { severity: ['sev1'], labels: ['pii'] },
      {},
      ['severity: sev1', 'labels: pii'],
    ],
  ])(
    'skips a rule by %s and names the conditions that are not met',
    (_, when, changes, conditions) => {
      const decision = decide([rule('one', when)], { draft: changes });
      expect(decision).toEqual({
        team: 'INC',
        labels: [],
        rule: 'default',
        reason: reason('noRuleMatched'),
        passedOver: [
          { rule: 'one', because: reason('ruleNotMatched', { conditions }) },
        ],
      });
    },
  );

  it('uses the first matching rule, with all of its target', () => {
    const use = {
      team: 'SEC',
      project: 'Audit',
      labels: ['a', 'b'],
      priority: 'urgent',
      template: '{{ref}}',
      state: 'Triage',
    } as const;
    const decision = decide([
      rule('not', { severity: ['sev5'] }),
      rule(
        'first',
        { severity: ['sev2'] },
        { ...use, labels: [...use.labels] },
      ),
      rule('second', { severity: ['sev2'] }),
    ]);
    expect(decision).toMatchObject({ ...use, rule: 'first' });
    expect(decision.passedOver.map(passed => passed.rule)).toEqual(['not']);
  });

  it('says when there are no rules, and when a rule has no condition', () => {
    expect(decide([]).reason).toEqual(reason('noRules'));
    expect(decide([rule('all', {})]).reason).toEqual(
      reason('ruleMatchesEveryIncident', { rule: 'all' }),
    );
  });

  it('finds an affected entity in any letter case of its ref', () => {
    const rules = [rule('a', { affects: { type: ['service'] } })];
    const changes = { affects: ['Component:Default/CHECKOUT'] };
    expect(decide(rules, { draft: changes }).rule).toBe('a');
  });

  it('matches an entity that is not in the catalog by its ref', () => {
    const changes = { affects: ['API:default/gone'] };
    expect(
      decide([rule('a', { affects: { kind: ['api'] } })], { draft: changes })
        .rule,
    ).toBe('a');
    expect(
      decide([rule('a', { affects: { type: ['service'] } })], {
        draft: changes,
      }).rule,
    ).toBe('default');
  });

  describe('with the annotation switched on', () => {
    const settings: Partial<RoutingSettings> = {
      entityTeamAnnotation: true,
      default: {
        team: 'INC',
        project: 'P',
        state: 'Triage',
        labels: ['incident'],
        priority: 'low',
      },
    };

    it('lets a rule win over it', () => {
      expect(
        decide([rule('one', { severity: ['sev2'] })], { settings }).rule,
      ).toBe('one');
    });

    it('uses its team, and those defaults that do not depend on the team', () => {
      expect(
        decide([rule('one', { severity: ['sev1'] })], { settings }),
      ).toEqual({
        team: 'CHK',
        labels: ['incident'],
        priority: 'low',
        rule: 'annotation',
        reason: reason('annotationMatched', {
          annotation: 'linear.app/team-key',
          entity: 'component:default/checkout',
          team: 'CHK',
        }),
        passedOver: [
          {
            rule: 'one',
            because: reason('ruleNotMatched', {
              conditions: ['severity: sev1'],
            }),
          },
        ],
      });
    });

    it('keeps project and state when its team is the default team', () => {
      expect(
        decide([], {
          settings,
          entities: [{ ...checkout, teamKeyAnnotation: 'inc' }],
        }),
      ).toMatchObject({
        team: 'INC',
        project: 'P',
        state: 'Triage',
        rule: 'annotation',
      });
    });

    it('uses the first affected entity when two have different teams, and says so', () => {
      const decision = decide([], {
        settings,
        entities: [checkout, { ...docs, teamKeyAnnotation: 'DOC' }],
      });
      expect(decision.team).toBe('DOC');
      expect(decision.reason).toEqual(
        reason('annotationsDiffer', {
          annotation: 'linear.app/team-key',
          entity: 'component:default/docs',
          team: 'DOC',
          others: ['component:default/checkout'],
        }),
      );
    });

    it('falls through to the default without a usable annotation', () => {
      expect(decide([], { settings, entities: [docs] })).toMatchObject({
        rule: 'default',
        passedOver: [
          {
            rule: 'annotation',
            because: reason('annotationAbsent', {
              annotation: 'linear.app/team-key',
            }),
          },
        ],
      });
      expect(
        decide([], {
          settings,
          entities: [{ ...docs, teamKeyAnnotation: 'my team!' }],
        }).passedOver,
      ).toEqual([
        {
          rule: 'annotation',
          because: reason('annotationInvalid', {
            annotation: 'linear.app/team-key',
            entities: ['component:default/docs'],
          }),
        },
      ]);
    });
  });

  const values = ['sev1', 'sev2', 'sev3'] as const;
  const anyRules = fc.array(
    fc.record({
      severity: fc.subarray([...values]),
      labels: fc.subarray(['a', 'b']),
      kind: fc.subarray(['component', 'api']),
    }),
    { maxLength: 5 },
  );
  const anyDraft = fc.record({
    severity: fc.constantFrom(...values),
    labels: fc.subarray(['A', 'b', 'c']),
    affects: fc.subarray([checkout.ref, 'api:default/x', 'resource:default/y']),
  });

  it('names every rule before the chosen one as skipped, and no other', () => {
    fc.assert(
      fc.property(anyRules, anyDraft, (conditions, changes) => {
        const rules = conditions.map(({ kind, ...when }, index) =>
          rule(`r${index}`, { ...when, affects: { kind } }),
        );
        const decision = decide(rules, { draft: changes });
        const chosen = rules.findIndex(({ name }) => name === decision.rule);
        const expected = chosen < 0 ? rules : rules.slice(0, chosen);
        expect(decision.passedOver.map(passed => passed.rule)).toEqual(
          expected.map(({ name }) => name),
        );
        expect(
          decision.passedOver.every(
            ({ because }) => because.code === 'ruleNotMatched',
          ),
        ).toBe(true);
      }),
    );
  });

  it('does not depend on letter case, nor on the order of entities, labels and groups', () => {
    fc.assert(
      fc.property(anyRules, anyDraft, (conditions, changes) => {
        const rules = conditions.map(({ kind, ...when }, index) =>
          rule(`r${index}`, { ...when, affects: { kind } }),
        );
        const upper = (list: string[]) =>
          list.map(value => value.toUpperCase()).reverse();
        const other = decide(rules, {
          draft: {
            ...changes,
            labels: upper(changes.labels),
            affects: upper(changes.affects),
          },
          entities: [docs, checkout],
        });
        expect(other.rule).toBe(decide(rules, { draft: changes }).rule);
      }),
    );
  });

  it('never chooses a later rule for being given one more earlier condition', () => {
    fc.assert(
      fc.property(anyRules, anyDraft, (conditions, changes) => {
        const rules = conditions.map(({ kind, ...when }, index) =>
          rule(`r${index}`, { ...when, affects: { kind } }),
        );
        const extended = [...rules, rule('last', {})];
        const before = decide(rules, { draft: changes }).rule;
        const expected = before === 'default' ? 'last' : before;
        expect(decide(extended, { draft: changes }).rule).toBe(expected);
      }),
    );
  });
});

describe('fallBackToDefault', () => {
  it('keeps why the rule was not used', () => {
    const unusable = decide([rule('a', { severity: ['sev1'] }), rule('b', {})]);
    const settings = {
      entityTeamAnnotation: false,
      rules: [],
      default: { team: 'INC', labels: ['x'] },
    };
    const missing = { team: 'PAY', missing: 'label', name: 'pii' } as const;
    expect(fallBackToDefault({ unusable, settings, missing })).toEqual({
      team: 'INC',
      labels: ['x'],
      rule: 'default',
      reason: reason('ruleUnusable', { rule: 'b', ...missing }),
      passedOver: [
        {
          rule: 'a',
          because: reason('ruleNotMatched', { conditions: ['severity: sev1'] }),
        },
        { rule: 'b', because: reason('routeTargetMissing', missing) },
      ],
    });
  });
});

describe('routingNote', () => {
  const stored = { team: 'A', rule: 'r', reason: reason('noRuleMatched') };
  const inTeam = (key: string) => ({ identifier: `${key}-1`, team: { key } });

  it.each([
    ['the rules name the same team as before', stored, 'A', 'A'],
    ['the issue is in the team that the rules name now', stored, 'B', 'B'],
    [
      'a person moved the issue and the rules name its first team',
      stored,
      'A',
      'C',
    ],
    [
      'Linear did not have what the rule names',
      { ...stored, reason: reason('ruleUnusable', { rule: 's', team: 'B' }) },
      'B',
      'A',
    ],
  ])('says nothing while %s', (_, decided, team, present) => {
    expect(
      routingNote({
        stored: decided,
        current: { team, rule: 's' },
        issue: inTeam(present),
      }),
    ).toBeUndefined();
  });

  it('names the rule and the team when they are not where the issue is', () => {
    expect(
      routingNote({
        stored,
        current: { team: 'B', rule: 's' },
        issue: inTeam('A'),
      }),
    ).toEqual(
      reason('routeNamesOtherTeam', {
        rule: 's',
        team: 'B',
        identifier: 'A-1',
        currentTeam: 'A',
      }),
    );
  });
});
