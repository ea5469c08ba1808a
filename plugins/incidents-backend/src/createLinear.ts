import { RootConfigService } from '@backstage/backend-plugin-api';
import { version } from '../package.json';
import { createActionItemService } from './actionItems/ActionItemService';
import { IncidentAnnouncer } from './announcer';
import { Audit } from './audit';
import { createCatalogUsers } from './catalog/users';
import { ConfiguredLinearSettings, IncidentsSettings } from './config';
import { IncidentsStores } from './createStores';
import {
  createLinearRateLimits,
  createLinearTokens,
} from './database/linearMemory';
import { ConflictListener } from './database/updateVersioned';
import { IncidentsServices } from './services';
import { recoverLostJobs } from './jobs';
import { createLinearGateway, systemClock } from './linear';
import { IncidentsMetrics } from './metrics';
import { createParentIssues } from './parentIssue/createParentIssues';
import { createLinearUsers } from './parentIssue/linearUsers';
import { createParentIssueRequests } from './parentIssue/parentIssueRequests';
import { createSync } from './sync/createSync';

/** What is there only while Linear is configured: the gateway and everything that talks through it. */
export type IncidentsLinear = ReturnType<typeof createLinear>;

export function createLinear(
  deps: IncidentsStores &
    Pick<IncidentsServices, 'auth' | 'catalog' | 'logger'> & {
      config: RootConfigService;
      settings: IncidentsSettings;
      linearSettings: ConfiguredLinearSettings;
      announcer: IncidentAnnouncer;
      audit: Audit;
      metrics: IncidentsMetrics;
      onConflict: ConflictListener;
      ref: (incidentNumber: number) => string;
      now: () => Date;
      newId: () => string;
    },
) {
  const { database, linearSettings, logger, metrics, now } = deps;
  const gateway = createLinearGateway({
    ...linearSettings,
    logger,
    clock: systemClock,
    newId: deps.newId,
    version,
    metrics: metrics.linear,
    tokenStore: createLinearTokens(database),
    rateLimitStore: createLinearRateLimits(database, systemClock.now),
    teamStore: deps.teams,
  });
  const linear = deps.audit.linear(gateway);
  const users = createCatalogUsers({ ...deps, now });
  const linearUsers = createLinearUsers({ linear, users, now });
  const requests = createParentIssueRequests(deps);
  const parentIssues = createParentIssues({
    ...deps,
    linear,
    requests,
    users: linearUsers,
    appUrl: deps.config.getString('app.baseUrl'),
  });
  const sync = createSync({
    ...deps,
    linear,
    requests,
    users,
    onDelta: metrics.onDelta,
    onIssues: parentIssues.onIssues,
  });
  return {
    settings: linearSettings,
    gateway: linear,
    requests,
    sync,
    parentIssues,
    actionItems: createActionItemService({
      ...deps,
      linear,
      parents: deps.parentIssues,
      people: linearUsers,
      record: sync.record,
      forget: sync.forget,
      linkable: parentIssues.linkable,
    }),
    handlers: { ...parentIssues.handlers, ...sync.handlers },
    /** Enqueues what should have a job and has none, and redactions that the configuration asks for by now. */
    async recover(): Promise<void> {
      await recoverLostJobs({ ...deps, knex: database.knex });
      await parentIssues.redactAll();
    },
    /** Gives incidents that never had a parent issue one. */
    async backfill(signal: AbortSignal): Promise<void> {
      const filled = await parentIssues.backfill(signal);
      if (filled > 0) {
        logger.info(
          `Enqueued the creation of parent issues for ${filled} incidents that have none`,
        );
      }
    },
  };
}
