import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { setTimeout as wait } from 'node:timers/promises';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { Leases } from '../database/Leases';
import { IncidentStore } from '../incidents/IncidentStore';
import { ParentIssueRequests } from '../incidents/IncidentService';
import { LinearGateway } from '../linear';
import { JobQueue } from '../jobs';
import { DesiredParentIssues } from './DesiredParentIssues';
import { FormerParents } from './FormerParents';
import { IdentifierClaim } from './IdentifierClaim';
import { IncidentsWithoutParent } from './IncidentsWithoutParent';
import { LeadAssignee } from './LeadAssignee';
import { MoveComments } from './MoveComments';
import { ParentIssueBackfill } from './ParentIssueBackfill';
import { ParentIssueCreator } from './ParentIssueCreator';
import { ParentIssueFollower } from './ParentIssueFollower';
import { ParentIssueLinks } from './ParentIssueLinks';
import { ParentIssueService } from './ParentIssueService';
import { ParentIssueStore } from './ParentIssueStore';
import { RouteResolver } from './RouteResolver';
import { RoutingFacts } from './RoutingFacts';
import { SeenIdentifiers } from './SeenIdentifiers';

/** Everything that keeps parent issues in Linear, put together. */
export class ParentIssueEngine {
  readonly creator: ParentIssueCreator;
  readonly service: ParentIssueService;
  readonly links: ParentIssueLinks;
  readonly formerParents: FormerParents;
  readonly backfill: ParentIssueBackfill;

  private constructor(options: {
    creator: ParentIssueCreator;
    service: ParentIssueService;
    links: ParentIssueLinks;
    formerParents: FormerParents;
    backfill: ParentIssueBackfill;
  }) {
    this.creator = options.creator;
    this.service = options.service;
    this.links = options.links;
    this.formerParents = options.formerParents;
    this.backfill = options.backfill;
  }

  static create(options: {
    settings: IncidentsSettings;
    linearSettings: ConfiguredLinearSettings;
    linear: LinearGateway;
    database: IncidentsDatabase;
    leases: Leases;
    incidents: IncidentStore;
    parentIssues: ParentIssueStore;
    withoutParent: IncidentsWithoutParent;
    requests: ParentIssueRequests;
    actionItems: ActionItemStore;
    jobs: JobQueue;
    assignees: LeadAssignee;
    seenIdentifiers: SeenIdentifiers;
    announcer: IncidentAnnouncer;
    catalog: CatalogService;
    auth: AuthService;
    logger: LoggerService;
    /** `app.baseUrl`. */
    appUrl: string;
    now: () => Date;
    newId: () => string;
    ref: (incidentNumber: number) => string;
  }): ParentIssueEngine {
    const { linearSettings, linear, parentIssues, newId, ref } = options;
    const desires = new DesiredParentIssues(options);
    const creator = new ParentIssueCreator({
      linear,
      parentIssues,
      facts: new RoutingFacts(options),
      routes: new RouteResolver({ linear, settings: linearSettings.routing }),
      desires,
      settings: linearSettings.routing,
      claim: linearSettings.syncIdentifiers
        ? new IdentifierClaim({
            ...options,
            seen: options.seenIdentifiers,
            gapLimit: linearSettings.identifierGapLimit,
          })
        : undefined,
    });
    const follower = new ParentIssueFollower({
      linear,
      parentIssues,
      desires,
      comments: new MoveComments({
        linear,
        templates: linearSettings.comments,
        newId,
      }),
      decide: draft => creator.decide(draft),
      ref,
    });
    return new ParentIssueEngine({
      creator,
      service: new ParentIssueService({
        ...options,
        creator,
        follower,
        inOrder: linearSettings.syncIdentifiers,
      }),
      links: new ParentIssueLinks({
        ...options,
        sleep: async milliseconds => {
          await wait(milliseconds);
        },
      }),
      formerParents: new FormerParents(options),
      backfill: new ParentIssueBackfill(options),
    });
  }
}
