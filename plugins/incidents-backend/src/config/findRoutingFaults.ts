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
export function findRoutingFaults(routing: RoutingSettings): ConfigFault[] {
  const faults: ConfigFault[] = [];
  for (const [index, rule] of routing.rules.entries()) {
    const key = `incidents.linear.routing.rules[${index}]`;
    const contradiction = findContradiction(rule.name, rule.when.affects);
    if (contradiction) {
      faults.push({
        key: `${key}.when.affects.${contradiction.key}`,
        ...contradiction.fault,
      });
    }
    const earlier = routing.rules
      .slice(0, index)
      .find(candidate => implies(rule.when, candidate.when));
    if (earlier) {
      faults.push({
        key: `${key}.when`,
        ...reason('routingRuleShadowed', {
          rule: rule.name,
          earlier: earlier.name,
        }),
      });
    }
    if (isCatchAll(rule.when)) {
      faults.push({
        key: `${key}.when`,
        ...reason('routingRuleWithoutCondition', { rule: rule.name }),
      });
    }
  }
  return faults;
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

function isCatchAll(when: RoutingConditions): boolean {
  return conditionLists(when).every(([, values]) => values.length === 0);
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

/** A condition on affected entities that no entity can meet, by its key. */
function findContradiction(
  rule: string,
  affects: AffectsConditions,
): { key: string; fault: Reason } | undefined {
  const refKinds = affects.refs.map(ref => ref.split(':')[0]);
  if (
    affects.kind.length > 0 &&
    refKinds.length > 0 &&
    !refKinds.some(kind => affects.kind.includes(kind))
  ) {
    return {
      key: 'refs',
      fault: reason('routingRuleKindsDiffer', { rule, kinds: affects.kind }),
    };
  }
  const kinds = affects.kind.length > 0 ? affects.kind : refKinds;
  for (const property of ['system', 'domain', 'owner'] as const) {
    if (
      affects[property].length > 0 &&
      kinds.length > 0 &&
      kinds.every(kind => KINDS_WITHOUT[property].includes(kind))
    ) {
      return {
        key: property,
        fault: reason('routingRuleKindWithout', {
          rule,
          kinds: [...new Set(kinds)],
          property,
        }),
      };
    }
  }
  return undefined;
}
