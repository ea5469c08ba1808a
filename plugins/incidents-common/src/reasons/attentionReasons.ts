/** What needs attention, as in `GET /linear/status`; {@link attentionFixes} says how to fix each. */
export const attentionReasons = {
  /** `cause` is the code of the job's own reason. */
  jobFailed: ({ kind }: { id: string; kind: string; cause: string }) =>
    `Background job ${kind} failed permanently`,
  parentIssueInaccessible: ({ identifier }: { identifier?: string }) =>
    `Parent issue ${
      identifier ?? ''
    } was deleted in Linear, or Backstage lost access to it`.replace('  ', ' '),
  credentialsRejected: () => "Linear rejected Backstage's credentials",
  removalsHeld: ({ wouldRemove, of }: { wouldRemove: number; of: number }) =>
    `The full re-sync would remove ${wouldRemove} of ${of} action items and waits for confirmation`,
  /** `cause` is the code of the fault. */
  configurationFault: ({ key }: { key: string; cause: string }) =>
    `The configuration at ${key} does not match Linear`,
  webhooksSilent: () => 'Linear sends no webhooks any more',
} as const;

/** What to do next, by code, in plain English for scripts and logs; pages translate by code. @public */
export const attentionFixes: Record<keyof typeof attentionReasons, string> = {
  jobFailed:
    'Fix what its reason names, then retry it on the operations page or by POST /linear/work/:id/retry',
  parentIssueInaccessible:
    'Restore the issue in Linear, or create or link another one on the incident page',
  credentialsRejected:
    'Renew incidents.linear.auth in the configuration and restart the backend',
  removalsHeld:
    'Check in Linear that these issues are really gone, then confirm on the operations page or by POST /linear/sync {"acceptRemovals": true}',
  configurationFault:
    'Correct the configuration, or create in Linear what it names',
  webhooksSilent:
    'Check the webhook in the settings of the Linear workspace, its URL and its secret',
};
