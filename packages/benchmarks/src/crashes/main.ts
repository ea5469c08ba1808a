import { runCrashes } from './runCrashes';

/** `crashes/main.ts CONNECTION [KILLS_PER_TASK]`, on an empty PostgreSQL database; by default dies at each step. */
async function main(): Promise<void> {
  const [connection, killsPerTask] = process.argv.slice(2);
  if (!connection) {
    throw new Error('Give the connection string of an empty database');
  }
  const { crashes, ...report } = await runCrashes({
    connection,
    incidents: 3,
    killsPerTask: killsPerTask === undefined ? undefined : Number(killsPerTask),
  });
  const harmful = crashes.filter(
    ({ missing, surplus, leftovers }) =>
      missing.length + surplus.length > 0 ||
      Object.values(leftovers).some(count => count > 0),
  );
  process.stdout.write(
    `${JSON.stringify({ ...report, harmful }, undefined, 2)}\n`,
  );
  process.exitCode = harmful.length > 0 ? 1 : 0;
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
