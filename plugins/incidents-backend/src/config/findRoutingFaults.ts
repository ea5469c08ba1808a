import { reason, Reason } from '@backstage-incidents/incidents-common';
import {
  AffectsConditions,
  RoutingConditions,
  RoutingSettings,
} from './incidentsSchema';

/** A fault in the configuration that does not stop the plugin: its full key, what is wrong and what is allowed. */
export type ConfigFault = Reason & {
  /** For example `incidents.linear.routing.rules[0].use.team`. */
  key: string;
};

/**
 * Rules that can never match, as far as the configuration alone shows:
 * contradictory ones, and ones that an earlier rule always wins over. They do
 * no harm, so they are reported and do not stop the plugin.
 */
export function findRoutingFaults({ rules }: RoutingSettings): ConfigFault[] {
  return rules.flatMap(({ name: rule, when }, index) => {
    const faults = findContradictions(rule, when.affects);
    const earlier = rules
      .slice(0, index)
      .find(candidate => implies(when, candidate.when));
    if (earlier) {
      const names = { rule, earlier: earlier.name };
      faults.push({ key: '', ...reason('routingRuleShadowed', names) });
    }
    if (conditionLists(when).every(([, values]) => values.length === 0)) {
      faults.push({
        key: '',
        ...reason('routingRuleWithoutCondition', { rule }),
      });
    }
    return faults.map(fault => ({
      ...fault,
      key: `incidents.linear.routing.rules[${index}].when${fault.key}`,
    }));
  });
}

/** Every incident that `narrow` matches is matched by `wide` too. */
function implies(narrow: RoutingConditions, wide: RoutingConditions): boolean {
  return conditionLists(wide).every(([name, wideValues]) => {
    if (wideValues.length === 0) return true;
    const narrowValues = new Map(conditionLists(narrow)).get(name) ?? [];
    return (
      narrowValues.length > 0 &&
      narrowValues.every(value => wideValues.includes(value))
    );
  });
}

/** Each condition by its name, with its values in one letter case. */
function conditionLists({
  affects,
  ...others
}: RoutingConditions): [string, string[]][] {
  const lists: [string, readonly string[]][] = [
    ...Object.entries(others),
    ...Object.entries(affects).map(([name, values]): [string, string[]] => [
      `affects.${name}`,
      values,
    ]),
  ];
  return lists.map(([name, values]) => [
    name,
    values.map(value => value.toLocaleLowerCase('en-US')),
  ]);
}

/** Kinds of entities that have no system, and so on. */
const KINDS_WITHOUT = {
  system: ['user', 'group', 'system', 'domain', 'location'],
  domain: ['user', 'group', 'location'],
  owner: ['user', 'group', 'location'],
};

/** A condition on affected entities that no entity can meet, by its key below `when`. */
function findContradictions(
  rule: string,
  affects: AffectsConditions,
): ConfigFault[] {
  const refKinds = affects.refs.map(ref => ref.split(':')[0]);
  const kinds = affects.kind.length > 0 ? affects.kind : refKinds;
  if (refKinds.length > 0 && !refKinds.some(kind => kinds.includes(kind))) {
    return [
      {
        key: '.affects.refs',
        ...reason('routingRuleKindsDiffer', { rule, kinds }),
      },
    ];
  }
  const property = (['system', 'domain', 'owner'] as const).find(
    name =>
      affects[name].length > 0 &&
      kinds.length > 0 &&
      kinds.every(kind => KINDS_WITHOUT[name].includes(kind)),
  );
  return property
    ? [
        {
          key: `.affects.${property}`,
          ...reason('routingRuleKindWithout', {
            rule,
            kinds: [...new Set(kinds)],
            property,
          }),
        },
      ]
    : [];
}
