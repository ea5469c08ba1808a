import {
  LINEAR_TEAM_KEY_ANNOTATION,
  RoutingDecision,
} from '@backstage-incidents/incidents-common';
import { normalizeRef } from '../catalog/refs';
import { RouteTarget, RoutingSettings } from '../config';
import { checkConditions, EntityFacts, RoutingDraft } from './checkConditions';

/**
 * Decides where an incident's parent issue goes: the first rule that matches;
 * else, if switched on, the team that the first affected entity with the
 * annotation names; else the default. Rules come before the annotation, so
 * that whoever owns an entity cannot divert what a rule claims.
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
    const result = checkConditions({
      when: rule.when,
      draft,
      entities,
      leadGroups,
    });
    if (result.matches) {
      return toDecision({
        use: rule.use,
        rule: rule.name,
        reason:
          result.because.length > 0
            ? `rule '${rule.name}' matches: ${result.because.join(', ')}`
            : `rule '${rule.name}' matches every incident`,
        passedOver,
      });
    }
    passedOver.push({ rule: rule.name, because: result.because.join('; ') });
  }

  const noRule =
    settings.rules.length > 0 ? 'no rule matches' : 'there are no rules';
  if (settings.entityTeamAnnotation) {
    const annotated = findAnnotatedTeam(entities);
    if (annotated.outcome === 'found') {
      return toDecision({
        use: annotatedTarget(settings.default, annotated.team),
        rule: 'annotation',
        reason: `${noRule}; ${annotated.reason}`,
        passedOver,
      });
    }
    passedOver.push({ rule: 'annotation', because: annotated.reason });
  }
  return toDecision({
    use: settings.default,
    rule: 'default',
    reason: `${noRule}, so the default applies`,
    passedOver,
  });
}

/** The same incident by the default, after Linear refused the rule's target. */
export function fallBackToDefault(options: {
  refused: RoutingDecision;
  settings: RoutingSettings;
  /** What Linear does not have, in words. */
  because: string;
}): RoutingDecision {
  const { refused, settings, because } = options;
  return toDecision({
    use: settings.default,
    rule: 'default',
    reason: `'${refused.rule}' was chosen, but ${because}, so the default applies`,
    passedOver: [...refused.passedOver, { rule: refused.rule, because }],
  });
}

/**
 * What the card says when the incident would be routed elsewhere today;
 * `undefined` while it would not. Routing never moves an issue.
 */
export function routeDrift(options: {
  stored: Pick<RoutingDecision, 'team' | 'rule'>;
  current: Pick<RoutingDecision, 'team' | 'rule'>;
}): string | undefined {
  const { stored, current } = options;
  return stored.team === current.team && stored.rule === current.rule
    ? undefined
    : `Today '${current.rule}' would choose team ${current.team}. The issue stays where '${stored.rule}' put it; link another one to change that.`;
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
      },
  );
}

const TEAM_KEY = /^[A-Z][A-Z0-9_]{0,19}$/;

type AnnotatedTeam =
  | { outcome: 'found'; team: string; reason: string }
  | { outcome: 'none'; reason: string };

function findAnnotatedTeam(entities: readonly EntityFacts[]): AnnotatedTeam {
  const annotated = entities.flatMap(({ ref, teamKeyAnnotation }) =>
    teamKeyAnnotation === undefined
      ? []
      : [{ ref, team: teamKeyAnnotation.trim().toLocaleUpperCase('en-US') }],
  );
  const chosen = annotated.find(({ team }) => TEAM_KEY.test(team));
  if (!chosen) {
    return {
      outcome: 'none',
      reason:
        annotated.length === 0
          ? `no affected entity has the annotation ${LINEAR_TEAM_KEY_ANNOTATION}`
          : `the annotation ${LINEAR_TEAM_KEY_ANNOTATION} of ${annotated
              .map(({ ref }) => ref)
              .join(', ')} is not a team key`,
    };
  }
  const others = annotated.filter(({ team }) => team !== chosen.team);
  return {
    outcome: 'found',
    team: chosen.team,
    reason: `the annotation ${LINEAR_TEAM_KEY_ANNOTATION} of ${
      chosen.ref
    } names team ${chosen.team}${
      others.length === 0
        ? ''
        : `, first of those affected (${others
            .map(({ ref }) => ref)
            .join(', ')} would name another)`
    }`,
  };
}

/** Projects and states belong to a team: another team does not get the default's. */
function annotatedTarget(target: RouteTarget, team: string): RouteTarget {
  if (target.team === team) return target;
  const { labels, priority, template } = target;
  return { team, labels, priority, template };
}

function toDecision(options: {
  use: RouteTarget;
  rule: string;
  reason: string;
  passedOver: RoutingDecision['passedOver'];
}): RoutingDecision {
  const { use, rule, reason, passedOver } = options;
  return {
    team: use.team,
    ...(use.project === undefined ? {} : { project: use.project }),
    labels: [...use.labels],
    ...(use.priority === undefined ? {} : { priority: use.priority }),
    ...(use.state === undefined ? {} : { state: use.state }),
    ...(use.template === undefined ? {} : { template: use.template }),
    rule,
    reason,
    passedOver,
  };
}
