import { Severity, Visibility } from '@backstage-incidents/incidents-common';
import { AffectsConditions, RoutingConditions } from '../config';

/** What routing looks at in an incident. */
export interface RoutingDraft {
  severity: Severity;
  /** Default: public. */
  visibility?: Visibility;
  /** Entity ref of a user. */
  lead?: string;
  labels?: readonly string[];
  /** Entity refs. */
  affects?: readonly string[];
}

/** What routing knows of an affected entity; all refs are full. */
export interface EntityFacts {
  ref: string;
  kind: string;
  /** `spec.type`. */
  type?: string;
  systems: readonly string[];
  /** The entity's own domains and those of its systems. */
  domains: readonly string[];
  owners: readonly string[];
  /** Value of the annotation `linear.app/team-key`. */
  teamKeyAnnotation?: string;
}

const AFFECTS: readonly {
  key: keyof AffectsConditions;
  read: (entity: EntityFacts) => readonly string[];
}[] = [
  { key: 'refs', read: entity => [entity.ref] },
  { key: 'kind', read: entity => [entity.kind] },
  { key: 'type', read: entity => (entity.type ? [entity.type] : []) },
  { key: 'system', read: entity => entity.systems },
  { key: 'domain', read: entity => entity.domains },
  { key: 'owner', read: entity => entity.owners },
];

/**
 * Checks a rule: all given conditions must hold, any value of each suffices.
 *
 * @returns the conditions written as in the configuration (`severity: sev1,
 * sev2`): where the rule matches each given one with the value that meets it,
 * else those that are not met with the values that would
 */
export function checkConditions(options: {
  when: RoutingConditions;
  draft: RoutingDraft;
  entities: readonly EntityFacts[];
  /** Groups of the lead, full entity refs. */
  leadGroups: readonly string[];
}): { matches: boolean; conditions: string[] } {
  const { when, draft, entities, leadGroups } = options;
  const met: string[] = [];
  const unmet: string[] = [];
  const check = (
    name: string,
    allowed: readonly string[],
    values: readonly string[],
    where = '',
  ) => {
    const found = firstAllowed(allowed, values);
    if (found !== undefined) {
      met.push(`${name}: ${found}${where}`);
    } else if (allowed.length > 0) {
      unmet.push(`${name}: ${allowed.join(', ')}`);
    }
  };
  check('severity', when.severity, [draft.severity]);
  check('visibility', when.visibility, [draft.visibility ?? 'public']);
  check('labels', when.labels, draft.labels ?? []);
  check(
    'leadGroup',
    when.leadGroup,
    draft.lead === undefined ? [] : leadGroups,
  );

  const given = AFFECTS.filter(({ key }) => when.affects[key].length > 0);
  // One and the same entity must satisfy all of them.
  const entity = entities.find(candidate =>
    given.every(
      ({ key, read }) =>
        firstAllowed(when.affects[key], read(candidate)) !== undefined,
    ),
  );
  for (const { key, read } of given) {
    check(
      `affects.${key}`,
      when.affects[key],
      entity ? read(entity) : [],
      ` (${entity?.ref})`,
    );
  }
  const matches = unmet.length === 0;
  return { matches, conditions: matches ? met : unmet };
}

function firstAllowed(
  allowed: readonly string[],
  values: readonly string[],
): string | undefined {
  const wanted = new Set(allowed.map(lowerCase));
  return values.find(value => wanted.has(lowerCase(value)));
}

function lowerCase(value: string): string {
  return value.toLocaleLowerCase('en-US');
}
