import { InputError } from '@backstage/errors';
import {
  issueIdentifierSchema,
  Reason,
  reason,
} from '@backstage-incidents/incidents-common';
import { IncidentRecord } from '../incidents/IncidentRecord';
import { isHiddenIssue, ReadScope } from '../incidents/privacy';
import { LinearCall, LinearIssue, LinearTeam } from '../linear';
import { RetryLaterError } from '../RetryLaterError';
import { ParentIssueDeps } from './deps';
import { decideRouteNow } from './gatherRoutingFacts';

/** Levels of sub-issues that are looked at upwards. */
const MAX_ANCESTORS = 10;

/**
 * What people give as an issue: its identifier (`ENG-12`), or its address, in
 * the browser or in Linear's app, whatever the host and whatever comes after the
 * identifier.
 *
 * @throws InputError for anything else
 */
export function issueReference(given: string): string {
  const identifier = issueIdentifierSchema.safeParse(
    /^\s*(?:https?|linear):/i.test(given) ? identifierOfUrl(given) : given,
  );
  if (!identifier.success) {
    throw new InputError(
      'issue: must be an identifier such as ENG-12, or the URL of an issue in Linear',
    );
  }
  return identifier.data;
}

function identifierOfUrl(url: string): string | undefined {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return /\/issue\/([^/]+)/i.exec(path)?.[1];
}

/** An issue that a person may link or attach. */
export interface LinkableIssue {
  issue: LinearIssue;
  /** UUIDs of the issue and of what is above it, nearest first. */
  lineage: string[];
}

/** Finds the issues that people name, as far as those may be linked to an incident. */
export type LinkableIssues = ReturnType<typeof createLinkableIssues>;

export function createLinkableIssues(deps: ParentIssueDeps) {
  const { linear } = deps;
  const { routing, linkableTeams } = deps.linearSettings;
  const teams = [
    ...new Set([
      routing.default.team,
      ...routing.rules.map(({ use }) => use.team),
      ...linkableTeams,
    ]),
  ];

  async function isLinkableTeam(
    key: string,
    incident: IncidentRecord,
  ): Promise<boolean> {
    if (teams.includes(key)) {
      return true;
    }
    if (!routing.entityTeamAnnotation) {
      return false;
    }
    return (await teamNow(incident)) === key;
  }

  async function teamNow(incident: IncidentRecord): Promise<string> {
    try {
      return (await decideRouteNow(deps, incident)).team;
    } catch {
      throw new RetryLaterError(reason('catalogUnavailable'), 5);
    }
  }

  async function lineageOf(
    issue: LinearIssue,
    call: LinearCall,
  ): Promise<string[]> {
    const ids = [issue.id];
    let above = issue.parentId;
    while (above !== undefined && ids.length <= MAX_ANCESTORS) {
      ids.push(above);
      const found = await linear.findIssue(above, call);
      above = found.outcome === 'found' ? found.value.parentId : undefined;
    }
    return ids;
  }

  /** @throws InputError, in the same words whether Linear has the team or not */
  async function team(
    key: string | undefined,
    options: { incident: IncidentRecord; call: LinearCall },
  ): Promise<LinearTeam> {
    const { incident, call } = options;
    const wanted = key ?? (await teamNow(incident));
    if (key === undefined || (await isLinkableTeam(wanted, incident))) {
      const found = await linear.teamByKey(wanted, call);
      if (found.outcome === 'found') {
        return found.value;
      }
    }
    throw notLinkable(
      'team',
      reason('teamNotLinkable', { team: wanted, teams }),
    );
  }

  return {
    /** The team by its key, by default that which routing names now, if it is linkable. */
    team,

    /**
     * @param given - identifier or URL
     * @throws InputError, in the same words whether there is no such issue, its
     * team is not linkable, or it belongs to a private incident that the
     * requester may not see; RetryLaterError, the gateway's errors
     */
    async find(
      given: string,
      options: {
        incident: IncidentRecord;
        scope: ReadScope;
        /** Whether an item that the incident shows already is taken from any team. */
        orItem?: boolean;
        call: LinearCall;
      },
    ): Promise<LinkableIssue> {
      const { incident, scope, orItem = false, call } = options;
      const isItem = async ({ id }: LinearIssue) =>
        orItem &&
        (await deps.actionItems.findByIssue(incident.number, id, scope)) !==
          undefined;
      const reference = issueReference(given);
      const found = await linear.findIssue(reference, call);
      if (
        found.outcome === 'found' &&
        ((await isItem(found.value)) ||
          (await isLinkableTeam(found.value.team.key, incident)))
      ) {
        const issue = found.value;
        const lineage = await lineageOf(issue, call);
        if (!(await isHiddenIssue(deps.database.knex, scope, lineage))) {
          if (issue.trashed) {
            throw new InputError(
              `issue: ${reference} is in Linear's trash; restore it first`,
            );
          }
          return { issue, lineage };
        }
      }
      throw notLinkable('issue', reason('issueNotLinkable', { teams }));
    },
  };
}

function notLinkable(field: string, { message, ...why }: Reason): InputError {
  return Object.assign(new InputError(`${field}: ${message}`), why);
}
