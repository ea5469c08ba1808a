import { ConflictError } from '@backstage/errors';
import {
  TransitionActionItem,
  TransitionResult,
} from '@backstage-incidents/incidents-common';
import { transitionIssue } from '../actionItems/ActionItemService';
import { IncidentRecord } from '../incidents/IncidentRecord';
import {
  isSameName,
  LinearCall,
  LinearIssue,
  LinearTeam,
  lowestState,
  normalizeName,
} from '../linear';
import { ParentIssueDeps } from './deps';
import { LinkableIssues } from './linkableIssues';
import { ParentIssueRecord, ParentIssueUpdate } from './ParentIssueRecord';

/** Moves the linked parent issue of an incident in Linear, as a person decides. */
export function createParentIssueMoves(
  deps: ParentIssueDeps & { linkable: LinkableIssues },
) {
  const { linear, parentIssues } = deps;

  async function requireLinked(
    incident: IncidentRecord,
  ): Promise<{ parent: ParentIssueRecord; observed: LinearIssue }> {
    const parent = await parentIssues.find(incident.number);
    if (parent?.status !== 'linked' || !parent.observed) {
      throw new ConflictError(
        `${incident.ref} has no linked parent issue; create or link one first`,
      );
    }
    return { parent, observed: parent.observed };
  }

  /** What follows from the move is for a reconcile to find. */
  async function store(
    { number, ref }: IncidentRecord,
    parent: ParentIssueRecord,
    updateOf: (current: ParentIssueRecord) => ParentIssueUpdate,
  ): Promise<void> {
    await deps.database.knex.transaction(async tx => {
      await parentIssues.update({
        knex: tx,
        record: parent,
        update: updateOf(parent),
        onConflict: updateOf,
        writer: 'parentIssue.move',
      });
      await deps.requests.reconcile(tx, number, 'interactive');
    });
    deps.announcer.announce([{ type: 'incident.updated', incidentRef: ref }]);
    deps.announcer.refreshed(ref);
  }

  return {
    /**
     * To a state of its own team, by name.
     *
     * @throws ConflictError without a linked parent and where the source
     * differs, InputError that names the team's states, the gateway's errors
     */
    async transition(options: {
      incident: IncidentRecord;
      body: TransitionActionItem;
      call: LinearCall;
    }): Promise<TransitionResult> {
      const { incident, body, call } = options;
      const { parent, observed } = await requireLinked(incident);
      const { issue, result } = await transitionIssue(linear, {
        issueId: parent.issueId,
        identifier: observed.identifier,
        body,
        call,
      });
      await store(incident, parent, () => ({ observed: issue }));
      return result;
    },

    /**
     * To a linkable team; Linear keeps the issue and gives it another identifier.
     *
     * @param options.team - key; absent: that which routing names now
     * @throws ConflictError without a linked parent, InputError for any other
     * team, the gateway's errors
     */
    async move(options: {
      incident: IncidentRecord;
      team: string | undefined;
      call: LinearCall;
    }): Promise<void> {
      const { incident, call } = options;
      const { parent, observed } = await requireLinked(incident);
      const team = await deps.linkable.team(options.team, { incident, call });
      if (team.id === observed.team.id) {
        return;
      }
      const issue = await linear.updateIssue(
        parent.issueId,
        { teamId: team.id, stateId: await sameState(observed, team, call) },
        call,
      );
      const route = await labelsIn(team, parent, call);
      await store(incident, parent, ({ fields }) => ({
        observed: issue,
        ...(route &&
          fields.labels && {
            fields: {
              ...fields,
              labels: { ...fields.labels, route, refused: [] },
            },
          }),
      }));
    },
  };

  /** The state of the same name and type in another team, else the lowest of that type. */
  async function sameState(
    { state }: LinearIssue,
    team: LinearTeam,
    call: LinearCall,
  ): Promise<string | undefined> {
    const states = await linear.statesOf(team.id, call);
    const same = states.find(
      ({ name, type }) => type === state.type && isSameName(name, state.name),
    );
    return (same ?? lowestState(states, state.type))?.id;
  }

  /** Labels may belong to a team: those of the same names in another one. */
  async function labelsIn(
    team: LinearTeam,
    { route }: ParentIssueRecord,
    call: LinearCall,
  ): Promise<string[] | undefined> {
    if (!route || route.labels.length === 0) {
      return undefined;
    }
    const found = await linear.labelsByName(
      route.labels,
      { teamId: team.id },
      call,
    );
    return route.labels.flatMap(
      name => found.get(normalizeName(name))?.id ?? [],
    );
  }
}
