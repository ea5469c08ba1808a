import { LoggerService } from '@backstage/backend-plugin-api';
import { createActionItemStore } from './actionItems/ActionItemStore';
import { IncidentsSettings } from './config';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { createLinearTeams } from './database/LinearTeams';
import { createRequestLimits } from './database/RequestLimits';
import { ConflictListener } from './database/updateVersioned';
import { createIdempotencyStore } from './incidents/IdempotencyStore';
import { createIncidentStore } from './incidents/IncidentStore';
import { createTimelineStore } from './incidents/timeline';
import { createJobQueue } from './jobs';
import { createParentIssueStore } from './parentIssue/ParentIssueStore';
import { createSyncStore } from './sync/SyncStore';

/** The database, the queue, and the rows of every folder. */
export type IncidentsStores = ReturnType<typeof createStores>;

export function createStores(deps: {
  database: IncidentsDatabase;
  settings: IncidentsSettings;
  onConflict: ConflictListener;
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
}) {
  const { database, settings } = deps;
  const { prefix } = settings;
  return {
    database,
    limits: createRequestLimits(database),
    jobs: createJobQueue(deps),
    incidents: createIncidentStore({ database, prefix }),
    timeline: createTimelineStore(deps),
    idempotency: createIdempotencyStore(deps),
    parentIssues: createParentIssueStore(deps),
    actionItems: createActionItemStore({
      database,
      sources: settings.actionItems.sources,
      prefix,
    }),
    syncs: createSyncStore(database),
    teams: createLinearTeams(database),
  };
}
