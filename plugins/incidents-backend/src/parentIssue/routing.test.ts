import { RoutingDecision } from '@backstage-incidents/incidents-common';
import fc from 'fast-check';
import {
  AffectsConditions,
  RouteTarget,
  RoutingConditions,
  RoutingSettings,
} from '../config';
import { EntityFacts, RoutingDraft } from './checkConditions';
import { decideRoute, fallBackToDefault, routeDrift } from './routing';

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
  system: 'system:default/billing',
  domain: 'domain:default/money',
  owner: 'group:default/payments',
  teamKeyAnnotation: 'chk',
};
const docs: EntityFacts = {
  ref: 'component:default/docs',
  kind: 'component',
  type: 'website',
  owner: 'group:default/writers',
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
  it.each<[string, When, string]>([
    ['severity', { severity: ['sev1', 'sev2'] }, 'severity is sev2'],
    ['visibility', { visibility: ['private'] }, 'visibility is private'],
    [
      'a label in another letter case',
      { labels: ['pci'] },
      'it has the label PCI',
    ],
    [
      'a group of the lead',
      { leadGroup: ['Group:Default/Payments'] },
      'the lead is in group:default/payments',
    ],
    [
      'an entity',
      { affects: { refs: ['Component:default/Checkout'] } },
      'component:default/checkout is component:default/checkout',
    ],
    [
      'a kind',
      { affects: { kind: ['Component'] } },
      'component:default/docs is of kind component',
    ],
    [
      'a type',
      { affects: { type: ['Service'] } },
      'component:default/checkout is of type service',
    ],
    [
      'a system',
      { affects: { system: ['system:default/billing'] } },
      'is part of system:default/billing',
    ],
    [
      'a domain',
      { affects: { domain: ['domain:default/money'] } },
      'is in domain:default/money',
    ],
    [
      'an owner',
      { affects: { owner: ['group:default/payments', 'group:default/x'] } },
      'is owned by group:default/payments',
    ],
    [
      'all of them at once',
      {
        severity: ['sev2'],
        labels: ['card'],
        affects: { type: ['service'], owner: ['group:default/payments'] },
      },
      'severity is sev2, it has the label card, component:default/checkout is of type service and is owned by group:default/payments',
    ],
  ])('matches by %s and says so', (_, when, reason) => {
    const decision = decide([rule('one', when)]);
    expect(decision.rule).toBe('one');
    expect(decision.team).toBe('PAY');
    expect(decision.reason).toContain("rule 'one' matches: ");
    expect(decision.reason).toContain(reason);
  });

  it.each<[string, When, Partial<RoutingDraft>, string]>([
    [
      'severity',
      { severity: ['sev1', 'sev3'] },
      {},
      'severity is sev2, not sev1 or sev3',
    ],
    [
      'visibility',
      { visibility: ['public'] },
      {},
      'visibility is private, not public',
    ],
    [
      'visibility, public when not given',
      { visibility: ['private'] },
      { visibility: undefined },
      'visibility is public, not private',
    ],
    [
      'labels',
      { labels: ['pii', 'gdpr'] },
      {},
      'it does not have the label pii or gdpr',
    ],
    [
      'no lead',
      { leadGroup: ['group:default/payments'] },
      { lead: undefined },
      'there is no lead',
    ],
    [
      'the lead’s groups',
      { leadGroup: ['group:default/sre'] },
      {},
      'the lead is not in group:default/sre',
    ],
    [
      'entities',
      { affects: { refs: ['api:default/pay'] } },
      {},
      'no affected entity is api:default/pay',
    ],
    [
      'nothing affected',
      { affects: { kind: ['component'] } },
      { affects: [] },
      'no affected entity is of kind component',
    ],
    [
      'two entities that only match together',
      { affects: { type: ['website'], owner: ['group:default/payments'] } },
      {},
      'no affected entity is of type website and is owned by group:default/payments',
    ],
    [
      'one condition of two',
      { severity: ['sev2'], labels: ['pii'] },
      {},
      'it does not have the label pii',
    ],
    [
      'two conditions of two',
      { severity: ['sev1'], labels: ['pii'] },
      {},
      'severity is sev2, not sev1; it does not have the label pii',
    ],
  ])('passes a rule over by %s and says why', (_, when, changes, because) => {
    const decision = decide([rule('one', when)], { draft: changes });
    expect(decision).toEqual({
      team: 'INC',
      labels: [],
      rule: 'default',
      reason: 'no rule matches, so the default applies',
      passedOver: [{ rule: 'one', because }],
    });
  });

  it('takes the first rule that matches, with all of its target', () => {
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
    expect(decide([]).reason).toBe(
      'there are no rules, so the default applies',
    );
    expect(decide([rule('all', {})]).reason).toBe(
      "rule 'all' matches every incident",
    );
  });

  it('finds an affected entity in any letter case of its ref', () => {
    const rules = [rule('a', { affects: { type: ['service'] } })];
    const changes = { affects: ['Component:Default/CHECKOUT'] };
    expect(decide(rules, { draft: changes }).rule).toBe('a');
  });

  it('knows an entity that the catalog lacks by its ref', () => {
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

    it('takes the team it names and what of the default does not depend on the team', () => {
      expect(
        decide([rule('one', { severity: ['sev1'] })], { settings }),
      ).toEqual({
        team: 'CHK',
        labels: ['incident'],
        priority: 'low',
        rule: 'annotation',
        reason:
          'no rule matches; the annotation linear.app/team-key of component:default/checkout names team CHK',
        passedOver: [{ rule: 'one', because: 'severity is sev2, not sev1' }],
      });
    });

    it('keeps project and state where it names the team of the default', () => {
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

    it('takes the first affected entity where two name different teams, and says so', () => {
      const decision = decide([], {
        settings,
        entities: [checkout, { ...docs, teamKeyAnnotation: 'DOC' }],
      });
      expect(decision.team).toBe('DOC');
      expect(decision.reason).toContain(
        '(component:default/checkout would name another)',
      );
    });

    it('falls through to the default without a usable annotation', () => {
      expect(decide([], { settings, entities: [docs] })).toMatchObject({
        rule: 'default',
        passedOver: [
          {
            rule: 'annotation',
            because:
              'no affected entity has the annotation linear.app/team-key',
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
          because:
            'the annotation linear.app/team-key of component:default/docs is not a team key',
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

  it('names every rule before the chosen one as passed over, and no other', () => {
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
        expect(decision.passedOver.every(({ because }) => because !== '')).toBe(
          true,
        );
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
  it('keeps why the rule was not followed', () => {
    const refused = decide([rule('a', { severity: ['sev1'] }), rule('b', {})]);
    const settings = {
      entityTeamAnnotation: false,
      rules: [],
      default: { team: 'INC', labels: ['x'] },
    };
    expect(
      fallBackToDefault({
        refused,
        settings,
        because: 'Linear has no team PAY',
      }),
    ).toEqual({
      team: 'INC',
      labels: ['x'],
      rule: 'default',
      reason:
        "'b' was chosen, but Linear has no team PAY, so the default applies",
      passedOver: [
        { rule: 'a', because: 'severity is sev2, not sev1' },
        { rule: 'b', because: 'Linear has no team PAY' },
      ],
    });
  });
});

describe('routeDrift', () => {
  it('says nothing while the same rule would choose the same team', () => {
    expect(
      routeDrift({
        stored: { team: 'A', rule: 'r' },
        current: { team: 'A', rule: 'r' },
      }),
    ).toBeUndefined();
  });

  it.each([
    { team: 'B', rule: 'r' },
    { team: 'A', rule: 's' },
  ])('names what would be chosen today: %p', current => {
    const words = routeDrift({ stored: { team: 'A', rule: 'r' }, current });
    expect(words).toContain(
      `'${current.rule}' would choose team ${current.team}`,
    );
  });
});
