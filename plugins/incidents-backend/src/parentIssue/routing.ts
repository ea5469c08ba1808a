import {
  LINEAR_TEAM_KEY_ANNOTATION,
  reason,
  Reason,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { normalizeRef } from '../catalog/refs';
import { RouteTarget, RoutingSettings } from '../config';
import { checkConditions, EntityFacts, RoutingDraft } from './checkConditions';

/** What a route names and Linear does not have: the team itself, or something of it. */
export interface MissingTarget {
  team: string;
  missing?: 'project' | 'label' | 'state';
  name?: string;
}

/**
 * Decides where an incident's parent issue goes: the first rule that matches;
 * else, if switched on, the team that the first affected entity with the
 * annotation names; else the default. Rules come before the annotation, so
 * that the owner of an entity cannot override a rule.
 */
export function decideRoute(options: {
  draft: RoutingDraft;
  settings: RoutingSettings;
  /** In the order of `draft.affects`; entities the catalog lacks may be left out. */
  entities: readonly EntityFacts[];
  /** Groups of the lead, full entity refs. */
  leadGroups: readonly string[];
}): RoutingDecision {
  const { draft, settings, leadGroups } = options;
  const entities = completeEntities(draft, options.entities);
  const passedOver: RoutingDecision['passedOver'] = [];

  for (const rule of settings.rules) {
    const { name } = rule;
    const { matches, conditions } = checkConditions({
      when: rule.when,
      draft,
      entities,
      leadGroups,
    });
    if (matches) {
      return {
        ...rule.use,
        rule: name,
        reason:
          conditions.length > 0
            ? reason('ruleMatched', { rule: name, conditions })
            : reason('ruleMatchesEveryIncident', { rule: name }),
        passedOver,
      };
    }
    passedOver.push({
      rule: name,
      because: reason('ruleNotMatched', { conditions }),
    });
  }

  if (settings.entityTeamAnnotation) {
    const annotated = findAnnotatedTeam(entities);
    if (annotated.team !== undefined) {
      return {
        ...annotatedTarget(settings.default, annotated.team),
        rule: 'annotation',
        reason: annotated.reason,
        passedOver,
      };
    }
    passedOver.push({ rule: 'annotation', because: annotated.reason });
  }
  return {
    ...settings.default,
    rule: 'default',
    reason: reason(settings.rules.length > 0 ? 'noRuleMatched' : 'noRules'),
    passedOver,
  };
}

/** The same incident by the default, because Linear does not have what the rule names. */
export function fallBackToDefault(options: {
  unusable: RoutingDecision;
  settings: RoutingSettings;
  missing: MissingTarget;
}): RoutingDecision {
  const { unusable, settings, missing } = options;
  const { rule } = unusable;
  return {
    ...settings.default,
    rule: 'default',
    reason: reason('ruleUnusable', { rule, ...missing }),
    passedOver: [
      ...unusable.passedOver,
      { rule, because: reason('routeTargetMissing', missing) },
    ],
  };
}

/**
 * What the card says when the rules have come to name another team than the one
 * that has the issue; `undefined` otherwise, and where a person moved the issue
 * there. Routing never moves an issue.
 */
export function routingNote(options: {
  /** Decided when the issue was created. */
  stored: Pick<RoutingDecision, 'team' | 'rule' | 'reason'>;
  /** Decided now. */
  current: Pick<RoutingDecision, 'team' | 'rule'>;
  /** Where the issue is now. */
  issue: { identifier: string; team: { key: string } };
}): Reason | undefined {
  const { stored, current, issue } = options;
  const { code, params } = stored.reason;
  if (
    current.team === issue.team.key ||
    current.team === stored.team ||
    // Linear did not have what this rule names, so it was skipped.
    (code === 'ruleUnusable' && params?.rule === current.rule)
  ) {
    return undefined;
  }
  return reason('routeNamesOtherTeam', {
    rule: current.rule,
    team: current.team,
    identifier: issue.identifier,
    currentTeam: issue.team.key,
  });
}

/** Affected entities in the order given; what the catalog lacks is known by its ref alone. */
function completeEntities(
  draft: RoutingDraft,
  entities: readonly EntityFacts[],
): EntityFacts[] {
  const byRef = new Map(
    entities.map(entity => [normalizeRef(entity.ref), entity]),
  );
  const refs = draft.affects ?? entities.map(entity => entity.ref);
  return refs.map(
    ref =>
      byRef.get(normalizeRef(ref)) ?? {
        ref,
        kind: normalizeRef(ref).split(':')[0],
        systems: [],
        domains: [],
        owners: [],
      },
  );
}

const TEAM_KEY = /^[A-Z][A-Z0-9_]{0,19}$/;

function findAnnotatedTeam(entities: readonly EntityFacts[]): {
  team?: string;
  reason: Reason;
} {
  const annotation = LINEAR_TEAM_KEY_ANNOTATION;
  const annotated = entities.flatMap(({ ref, teamKeyAnnotation }) =>
    teamKeyAnnotation === undefined
      ? []
      : [{ ref, team: teamKeyAnnotation.trim().toLocaleUpperCase('en-US') }],
  );
  const refs = (list: typeof annotated) => list.map(({ ref }) => ref);
  const chosen = annotated.find(({ team }) => TEAM_KEY.test(team));
  if (!chosen) {
    return {
      reason:
        annotated.length === 0
          ? reason('annotationAbsent', { annotation })
          : reason('annotationInvalid', {
              annotation,
              entities: refs(annotated),
            }),
    };
  }
  const { team, ref: entity } = chosen;
  const others = annotated.filter(other => other.team !== team);
  const found = { annotation, entity, team };
  return {
    team,
    reason:
      others.length === 0
        ? reason('annotationMatched', found)
        : reason('annotationsDiffer', { ...found, others: refs(others) }),
  };
}

/** Projects and states belong to a team: another team does not get the default's. */
function annotatedTarget(target: RouteTarget, team: string): RouteTarget {
  if (target.team === team) return target;
  const { labels, priority, template } = target;
  return { team, labels, priority, template };
}
