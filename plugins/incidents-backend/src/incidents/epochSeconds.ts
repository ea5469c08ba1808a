import { IncidentsDatabase } from '../database/IncidentsDatabase';

/** An instant column as seconds since 1970, in SQL: the databases store instants differently. */
export function epochSeconds(
  database: IncidentsDatabase,
  column: string,
): string {
  return database.isPostgres
    ? `date_part('epoch', ${column})`
    : `${column} / 1000.0`;
}
