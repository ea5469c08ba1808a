/** Why a parent issue is where it is. */
export const parentIssueReasons = {
  parentIssueCreating: () =>
    'The parent issue is about to be created in Linear',
  parentIssueUnlinked: () => 'A person unlinked the parent issue',
  parentIssueMissing: ({ identifier }: { identifier?: string } = {}) =>
    `${
      identifier ?? 'The parent issue'
    } was deleted in Linear, or Backstage lost access to it`,
} as const;
