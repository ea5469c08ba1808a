import { runCreations } from './runCreations';

/** `creations/main.ts CONNECTION [INCIDENTS] [KILLS]`, on an empty PostgreSQL database. */
async function main(): Promise<void> {
  const [connection, incidents = '1000', kills = '6'] = process.argv.slice(2);
  if (!connection) {
    throw new Error('Give the connection string of an empty database');
  }
  const report = await runCreations({
    connection,
    incidents: Number(incidents),
    kills: Number(kills),
    incidentsPerFault: 5,
  });
  process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
}

main().catch(error => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
