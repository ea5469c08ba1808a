import { Knex } from 'knex';
import { z } from 'zod';
import {
  type LinearTeamReading,
  linearStateSchema,
  teamVisibilitySchema,
} from '../linear';
import { IncidentsDatabase } from './IncidentsDatabase';
import { LinearTeamRow } from './tables';

const statesSchema = z.array(linearStateSchema);

/** A team as an issue names it. */
export interface SeenTeam {
  id: string;
  key: string;
  name: string;
}

/** What is known of Linear's teams and their workflow states: as last read, so that readers never wait for Linear. */
export type LinearTeams = ReturnType<typeof createLinearTeams>;

export function createLinearTeams(database: IncidentsDatabase) {
  const { knex } = database;
  return {
    async write(teams: readonly LinearTeamReading[]): Promise<void> {
      if (teams.length === 0) return;
      await knex('linear_teams')
        .insert(
          inOrder(teams).map(({ id, key, name, visibility, states }) => ({
            id,
            key,
            name,
            visibility,
            states: JSON.stringify(statesSchema.parse(states)),
            read_at: database.nowPlus(0),
          })),
        )
        .onConflict('id')
        .merge();
    },

    /** Notes teams of issues that are stored in the same transaction; `true`: some of them were never seen before. */
    async see(tx: Knex, teams: readonly SeenTeam[]): Promise<boolean> {
      const unique = new Map(teams.map(team => [team.id, team]));
      if (unique.size === 0) return false;
      const added = await tx('linear_teams')
        .insert(
          inOrder([...unique.values()]).map(({ id, key, name }) => ({
            id,
            key,
            name,
          })),
        )
        .onConflict('id')
        .ignore()
        .returning('id');
      return added.length > 0;
    },

    /** Those of the teams that were read, by key. */
    async find(ids: readonly string[]): Promise<LinearTeamReading[]> {
      const rows: LinearTeamRow[] = await knex('linear_teams')
        .whereIn('id', ids)
        .whereNotNull('read_at')
        .orderBy('key');
      return rows.map(({ id, key, name, visibility, states }) => ({
        id,
        key,
        name,
        visibility: teamVisibilitySchema.parse(visibility ?? ''),
        states: statesSchema.parse(JSON.parse(states ?? '[]')),
      }));
    },

    /** Ids in the order in which they should be read: never read ones, then those not read for longest. */
    async listToRead(limit: number): Promise<string[]> {
      return knex('linear_teams')
        .orderByRaw('case when read_at is null then 0 else 1 end, read_at, id')
        .limit(limit)
        .pluck('id');
    },
  };
}

/** Transactions that write several rows lock them in one order. */
function inOrder<T extends { id: string }>(teams: readonly T[]): T[] {
  return [...teams].sort((a, b) => a.id.localeCompare(b.id));
}
