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

/** What a rule's conditions come to, written as in the configuration: `severity: sev1, sev2`. */
export type ConditionsResult =
  /** Each given condition with the value that meets it; empty for a rule without conditions. */
  | { matches: true; conditions: string[] }
  /** Those that are not met, with the values that would. */
  | { matches: false; conditions: string[] };

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

/** Checks a rule: all given conditions must hold, any value of each suffices. */
export function checkConditions(options: {
  when: RoutingConditions;
  draft: RoutingDraft;
  entities: readonly EntityFacts[];
  /** Groups of the lead, full entity refs. */
  leadGroups: readonly string[];
}): ConditionsResult {
  const { when, draft, entities, leadGroups } = options;
  const actual = {
    severity: [draft.severity],
    visibility: [draft.visibility ?? 'public'],
    labels: draft.labels ?? [],
    leadGroup: draft.lead === undefined ? [] : leadGroups,
  };
  const met: string[] = [];
  const unmet: string[] = [];
  for (const key of [
    'severity',
    'visibility',
    'labels',
    'leadGroup',
  ] as const) {
    const allowed: readonly string[] = when[key];
    const found = firstAllowed(allowed, actual[key]);
    if (found !== undefined) {
      met.push(`${key}: ${found}`);
    } else if (allowed.length > 0) {
      unmet.push(`${key}: ${allowed.join(', ')}`);
    }
  }

  const given = AFFECTS.filter(({ key }) => when.affects[key].length > 0);
  // One and the same entity must satisfy all of them.
  const entity = entities.find(candidate =>
    given.every(
      ({ key, read }) =>
        firstAllowed(when.affects[key], read(candidate)) !== undefined,
    ),
  );
  for (const { key, read } of given) {
    if (entity) {
      const found = firstAllowed(when.affects[key], read(entity));
      met.push(`affects.${key}: ${found} (${entity.ref})`);
    } else {
      unmet.push(`affects.${key}: ${when.affects[key].join(', ')}`);
    }
  }
  return unmet.length === 0
    ? { matches: true, conditions: met }
    : { matches: false, conditions: unmet };
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
