const list = (values: string[]) => values.join(', ') || 'none';

/** What the checks of `GET /doctor` found, beside the reasons of Linear and of the configuration. */
export const doctorReasons = {
  configurationComplete: () => 'The configuration has no faults',
  /** `faults` holds one line per fault, and no configured value. */
  configurationInvalid: ({ faults }: { faults: string }) => faults,
  operatorsMissing: () =>
    'incidents.operators is empty, so nobody is notified when something needs attention',
  /** `cause` is the code of what prevents it. */
  checkNotPossible: ({ cause }: { cause: string }) => `Not checked (${cause})`,
  credentialsAccepted: ({ workspace }: { workspace: string }) =>
    `Linear accepts Backstage's credentials (workspace ${workspace})`,
  scopesGranted: ({ granted }: { granted: string[] }) =>
    `Linear granted ${list(granted)}`,
  scopesNotReported: () => 'Linear does not report the scopes of API keys',
  configuredNamesFound: ({ names }: { names: string[] }) =>
    `Found in Linear: ${list(names)}`,
  configuredNamesNone: () => 'The configuration names none',
  webhooksReceived: ({ lastReceivedAt }: { lastReceivedAt: string }) =>
    `The last webhook came at ${lastReceivedAt}`,
  webhooksNotReceivedYet: () => 'No webhook has come yet',
  webhooksNotConfigured: () => 'Webhooks are not configured',
  backendNotPublic: ({ host }: { host: string }) =>
    `Linear cannot reach ${host}, the host of backend.baseUrl, so it cannot send webhooks`,
  databaseReady: ({ engine, version }: { engine: string; version: string }) =>
    `${engine} ${version}, with all migrations`,
  databaseTooOld: ({ version, oldest }: { version: string; oldest: number }) =>
    `PostgreSQL ${version} is older than ${oldest}, the oldest version that is tested`,
  migrationsPending: ({ migrations }: { migrations: string[] }) =>
    `The database lacks the migrations ${list(migrations)}`,
  clocksAgree: () => 'The clocks of Backstage, the database and Linear agree',
  clockDiffers: ({ than, seconds }: { than: string; seconds: number }) =>
    `Backstage's clock is ${Math.abs(seconds)} s ${
      seconds > 0 ? 'ahead of' : 'behind'
    } the clock of ${than}`,
  jobsRun: () => 'Background jobs run in time',
  jobsOverdue: ({ count, minutes }: { count: number; minutes: number }) =>
    `${count} background ${
      count === 1 ? 'job has' : 'jobs have'
    } been due for more than ${minutes} minutes`,
  jobsEscalated: ({ count }: { count: number }) =>
    `${count} background ${count === 1 ? 'job' : 'jobs'} failed permanently`,
  updateCheckLate: ({ minutes }: { minutes: number }) =>
    `No update check of Linear has completed for ${minutes} minutes`,
  permissionsEnabled: () => 'The permission policy decides on every request',
  permissionsDisabled: () =>
    'permission.enabled is not true, so everyone who is signed in can do everything but see private incidents',
  incidentKindKnown: () => 'The catalog accepts entities of kind Incident',
  incidentKindUnknown: () =>
    'The catalog does not accept entities of kind Incident',
  scaffolderActionsFound: () => 'The scaffolder has the actions of templates',
  scaffolderActionsMissing: ({ actions }: { actions: string[] }) =>
    `The scaffolder does not have ${list(actions)}`,
  scaffolderUnavailable: () => "The scaffolder isn't responding",
  frontendSeen: ({ lastSeenAt }: { lastSeenAt: string }) =>
    `Somebody last used incidents at ${lastSeenAt}`,
  frontendNotSeen: ({ days }: { days: number }) =>
    `Nobody has used incidents for ${days} days`,
} as const;
