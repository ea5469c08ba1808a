import { ParentIssue } from '@backstage-incidents/incidents-common';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';
import { ParentIssueRecord } from './ParentIssueRecord';
import { ParentIssueStore } from './ParentIssueStore';

/** Reads the parent issues of incidents as readers get them, and the id of the team of each. */
export type ParentIssuesOf = (
  incidentNumbers: readonly number[],
) => Promise<
  (incidentNumber: number) => { view: ParentIssue; teamId: string | undefined }
>;

/** At a fixed number of queries, however many incidents there are. */
export function createParentIssuesOf(deps: {
  parentIssues: ParentIssueStore;
  withoutParent: IncidentsWithoutParent;
  linearConfigured: boolean;
}): ParentIssuesOf {
  const { parentIssues, withoutParent, linearConfigured } = deps;
  return async numbers => {
    const [records, unlinked, givenUp] = await Promise.all([
      parentIssues.findMany(numbers),
      withoutParent.findUnlinked(numbers),
      withoutParent.findGivenUp(numbers),
    ]);
    return number => ({
      view: parentIssueView({
        record: records.get(number),
        linearConfigured,
        unlinked: unlinked.has(number),
        givenUp: givenUp.get(number),
      }),
      teamId: records.get(number)?.observed?.team.id,
    });
  };
}

/** The parent issue as readers of the incident get it. */
function parentIssueView(options: {
  record: ParentIssueRecord | undefined;
  linearConfigured: boolean;
  /** A person unlinked it, and nothing took its place. */
  unlinked: boolean;
  /** Why nothing creates it any more, until a person has it retried. */
  givenUp: string | undefined;
}): ParentIssue {
  const { record, linearConfigured, unlinked, givenUp } = options;
  if (!record && unlinked) {
    return {
      status: 'missing',
      reason: 'It was unlinked. Link another issue, or have a new one created.',
    };
  }
  if (!record) {
    return linearConfigured
      ? {
          status: 'pending',
          reason: 'It is about to be created in Linear.',
        }
      : { status: 'notConfigured' };
  }
  const { observed, route } = record;
  const reason = givenUp ?? record.reason;
  return {
    status: givenUp === undefined ? record.status : 'failed',
    ...(observed && {
      id: observed.id,
      identifier: observed.identifier,
      url: observed.url,
      state: {
        name: observed.state.name,
        type: observed.state.type,
        color: observed.state.color,
      },
      team: {
        key: observed.team.key,
        name: observed.team.name,
        visibility: observed.team.visibility,
      },
    }),
    ...(route && {
      route: { team: route.team, rule: route.rule, reason: route.reason },
    }),
    ...(reason !== undefined && { reason }),
  };
}
