import { LoggerService } from '@backstage/backend-plugin-api';
import {
  ActionItemStore,
  createActionItemStore,
} from './actionItems/ActionItemStore';
import { IncidentsSettings } from './config';
import { ConflictListener } from './database/updateVersioned';
import { IncidentsDatabase } from './database/IncidentsDatabase';
import { LinearTeams } from './database/LinearTeams';
import {
  createIdempotencyStore,
  IdempotencyStore,
} from './incidents/IdempotencyStore';
import { createIncidentStore, IncidentStore } from './incidents/IncidentStore';
import {
  createParentIssueStore,
  ParentIssueStore,
} from './parentIssue/ParentIssueStore';
import { SyncStore } from './sync/SyncStore';
import { JobQueue } from './jobs';

/** The database and the rows of every room. */
export interface IncidentsStores {
  database: IncidentsDatabase;
  incidents: IncidentStore;
  idempotency: IdempotencyStore;
  parentIssues: ParentIssueStore;
  actionItems: ActionItemStore;
  syncs: SyncStore;
  teams: LinearTeams;
  jobs: JobQueue;
}

export function createStores(options: {
  database: IncidentsDatabase;
  settings: IncidentsSettings;
  onConflict: ConflictListener;
  logger: LoggerService;
  now: () => Date;
  newId: () => string;
}): IncidentsStores {
  const { database, settings } = options;
  const { prefix } = settings;
  return {
    database,
    incidents: createIncidentStore({ database, prefix }),
    idempotency: createIdempotencyStore(options),
    parentIssues: createParentIssueStore(options),
    actionItems: createActionItemStore({
      database,
      sources: settings.actionItems.sources,
      prefix,
    }),
    syncs: new SyncStore(database),
    teams: new LinearTeams(database),
    jobs: new JobQueue(options),
  };
}
