import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ActionItemStore } from '../actionItems/ActionItemStore';
import { IncidentAnnouncer } from '../announcer';
import { ConfiguredLinearSettings, IncidentsSettings } from '../config';
import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { IncidentStore } from '../incidents/IncidentStore';
import { TimelineStore } from '../incidents/timeline';
import { JobQueue } from '../jobs';
import { LinearGateway } from '../linear';
import { LinearUsers } from './linearUsers';
import { ParentIssueRequests } from './parentIssueRequests';
import { ParentIssueStore } from './ParentIssueStore';

/** What keeping parent issues in Linear takes. */
export interface ParentIssueDeps {
  database: IncidentsDatabase;
  linear: LinearGateway;
  catalog: CatalogService;
  auth: AuthService;
  logger: LoggerService;
  incidents: IncidentStore;
  parentIssues: ParentIssueStore;
  actionItems: ActionItemStore;
  users: LinearUsers;
  requests: ParentIssueRequests;
  jobs: JobQueue;
  timeline: TimelineStore;
  announcer: IncidentAnnouncer;
  settings: Pick<IncidentsSettings, 'actionItems' | 'privacy'>;
  linearSettings: ConfiguredLinearSettings;
  /** `app.baseUrl`. */
  appUrl: string;
  ref: (incidentNumber: number) => string;
  now: () => Date;
  newId: () => string;
}
