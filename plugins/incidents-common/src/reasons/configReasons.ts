/** Faults of the configuration that only Linear can show, or that do not stop the plugin. */
export const configReasons = {
  linearTeamNotFound: ({ team }: { team: string }) =>
    `Linear team ${team} not found or not accessible; add the app to a private team`,
} as const;
