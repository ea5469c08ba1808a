import {
  AffectsConditions,
  ConfigFault,
  RoutingConditions,
  RoutingSettings,
} from './settings';

/**
 * Rules that can never match, as far as the configuration alone can tell:
 * contradictory ones, and ones that an earlier rule always wins over. They do
 * no harm, so they are reported and do not stop the plugin.
 */
export function findRoutingFaults(routing: RoutingSettings): ConfigFault[] {
  const faults: ConfigFault[] = [];
  const prefix = 'incidents.linear.routing';
  for (const [index, rule] of routing.rules.entries()) {
    const key = `${prefix}.rules[${index}]`;
    const contradiction = findContradiction(rule.when.affects);
    if (contradiction) {
      faults.push({
        key: `${key}.when.affects.${contradiction.key}`,
        message: `rule '${rule.name}' can never match: ${contradiction.message}`,
      });
    }
    const earlier = routing.rules
      .slice(0, index)
      .find(candidate => implies(rule.when, candidate.when));
    if (earlier) {
      faults.push({
        key: `${key}.when`,
        message: `rule '${rule.name}' can never match: whatever it matches, the earlier rule '${earlier.name}' matches first; put the narrower rule first`,
      });
    }
    if (isCatchAll(rule.when)) {
      faults.push({
        key: `${key}.when`,
        message: `rule '${rule.name}' has no condition, so it matches every incident and ${prefix}.default is never used; give it a condition or make it the default`,
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

function conditionLists(when: RoutingConditions): [string, string[]][] {
  const { affects, ...others } = when;
  return [
    ...Object.entries(others).map(([name, values]): [string, string[]] => [
      name,
      values.map(normalize),
    ]),
    ...Object.entries(affects).map(
      ([name, values]: [string, string[]]): [string, string[]] => [
        `affects.${name}`,
        values.map(normalize),
      ],
    ),
  ];
}

function normalize(value: string): string {
  return value.toLocaleLowerCase('en-US');
}

/** Entities of these kinds are all that has a system, and so on. */
const KINDS_WITHOUT: Partial<Record<keyof AffectsConditions, string[]>> = {
  system: ['user', 'group', 'system', 'domain', 'location'],
  domain: ['user', 'group', 'location'],
  owner: ['user', 'group', 'location'],
};

function findContradiction(
  affects: AffectsConditions,
): { key: string; message: string } | undefined {
  const refKinds = affects.refs.map(ref => ref.split(':')[0]);
  if (
    affects.kind.length > 0 &&
    refKinds.length > 0 &&
    !refKinds.some(kind => affects.kind.includes(kind))
  ) {
    return {
      key: 'refs',
      message: `none of refs is of kind ${affects.kind.join(' or ')}`,
    };
  }
  const kinds = affects.kind.length > 0 ? affects.kind : refKinds;
  for (const property of ['system', 'domain', 'owner'] as const) {
    const without = KINDS_WITHOUT[property] ?? [];
    if (
      affects[property].length > 0 &&
      kinds.length > 0 &&
      kinds.every(kind => without.includes(kind))
    ) {
      return {
        key: property,
        message: `no entity of kind ${[...new Set(kinds)].join(
          ' or ',
        )} has a value for ${property}`,
      };
    }
  }
  return undefined;
}
