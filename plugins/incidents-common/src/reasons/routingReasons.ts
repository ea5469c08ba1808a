/** Why routing chose a team, and why it skipped the others. */
export const routingReasons = {
  ruleMatched: ({ rule }: { rule: string; conditions?: string[] }) =>
    `Rule '${rule}' matches`,
} as const;
