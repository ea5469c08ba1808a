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
  system?: string;
  /** The entity's own domain, else its system's. */
  domain?: string;
  owner?: string;
  /** Value of the annotation `linear.app/team-key`. */
  teamKeyAnnotation?: string;
}

/** What a rule's conditions come to. */
export type ConditionsResult =
  /** Why each given condition holds; empty for a rule without conditions. */
  | { matches: true; because: string[] }
  /** Why those that do not hold do not. */
  | { matches: false; because: string[] };

const PROPERTIES: readonly {
  key: keyof AffectsConditions;
  words: string;
  read: (entity: EntityFacts) => string | undefined;
}[] = [
  { key: 'refs', words: 'is', read: entity => entity.ref },
  { key: 'kind', words: 'is of kind', read: entity => entity.kind },
  { key: 'type', words: 'is of type', read: entity => entity.type },
  { key: 'system', words: 'is part of', read: entity => entity.system },
  { key: 'domain', words: 'is in', read: entity => entity.domain },
  { key: 'owner', words: 'is owned by', read: entity => entity.owner },
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
  const held: string[] = [];
  const failed: string[] = [];
  const check = (
    allowed: readonly string[],
    actual: readonly string[],
    holds: (value: string) => string,
    fails: string,
  ) => {
    if (allowed.length === 0) return;
    const found = actual.find(value => includes(allowed, value));
    if (found === undefined) {
      failed.push(fails);
    } else {
      held.push(holds(found));
    }
  };

  const visibility = draft.visibility ?? 'public';
  check(
    when.severity,
    [draft.severity],
    value => `severity is ${value}`,
    `severity is ${draft.severity}, not ${anyOf(when.severity)}`,
  );
  check(
    when.visibility,
    [visibility],
    value => `visibility is ${value}`,
    `visibility is ${visibility}, not ${anyOf(when.visibility)}`,
  );
  check(
    when.labels,
    draft.labels ?? [],
    value => `it has the label ${value}`,
    `it does not have the label ${anyOf(when.labels)}`,
  );
  check(
    when.leadGroup,
    draft.lead === undefined ? [] : leadGroups,
    value => `the lead is in ${value}`,
    draft.lead === undefined
      ? 'there is no lead'
      : `the lead is not in ${anyOf(when.leadGroup)}`,
  );
  checkAffects(when.affects, entities, held, failed);
  return failed.length === 0
    ? { matches: true, because: held }
    : { matches: false, because: failed };
}

/** One and the same entity must satisfy all of them. */
function checkAffects(
  affects: AffectsConditions,
  entities: readonly EntityFacts[],
  held: string[],
  failed: string[],
) {
  const given = PROPERTIES.filter(({ key }) => affects[key].length > 0);
  if (given.length === 0) return;
  const match = entities.find(entity =>
    given.every(({ key, read }) => {
      const value = read(entity);
      return value !== undefined && includes(affects[key], value);
    }),
  );
  if (match) {
    held.push(
      `${match.ref} ${given
        .map(({ words, read }) => `${words} ${read(match)}`)
        .join(' and ')}`,
    );
  } else {
    failed.push(
      `no affected entity ${given
        .map(({ key, words }) => `${words} ${anyOf(affects[key])}`)
        .join(' and ')}`,
    );
  }
}

function includes(allowed: readonly string[], value: string): boolean {
  const wanted = value.toLocaleLowerCase('en-US');
  return allowed.some(entry => entry.toLocaleLowerCase('en-US') === wanted);
}

function anyOf(values: readonly string[]): string {
  return values.join(' or ');
}
