import { IncidentsDatabase } from '../database/IncidentsDatabase';
import { normalizeRef } from '../catalog/refs';
import { IncidentStore } from './IncidentStore';
import { Requester } from './Requester';

/** Longer than a page is left open without a request of its own. */
const RECENT_MS = 24 * 60 * 60_000;
const RECORDED_EVERY_MS = 10 * 60_000;
/** Whom a signal of a public incident reaches at most; the others poll. */
const MOST_RECIPIENTS = 5_000;

/** The signals plugin gives this ref to whoever connects without signing in. */
const NOT_SIGNED_IN = 'user:default/guest';

/** Whom signals of an incident are addressed to. */
export interface Audience {
  isPrivate: boolean;
  /** Entity refs of users and groups. */
  entityRefs: string[];
}

/**
 * Whom signals of incidents are addressed to. Signals can be sent to everyone
 * who is connected, signed in or not, or to refs; so people who use incidents are
 * remembered.
 */
export type Audiences = ReturnType<typeof createAudiences>;

/** @param deps.readers - `incidents.privacy.readers` */
export function createAudiences(deps: {
  database: IncidentsDatabase;
  incidents: IncidentStore;
  readers: readonly string[];
  now: () => Date;
}) {
  const { knex } = deps.database;
  const recordedAt = new Map<string, number>();

  async function recentUsers(): Promise<string[]> {
    return knex('incident_users')
      .where('seen_at', '>=', new Date(deps.now().getTime() - RECENT_MS))
      .orderBy('seen_at', 'desc')
      .limit(MOST_RECIPIENTS)
      .pluck('user_ref');
  }

  return {
    /** Remembers that a user makes a request. */
    async record(requester: Requester): Promise<void> {
      if (requester.kind !== 'user') {
        return;
      }
      const { userRef } = requester;
      const now = deps.now();
      const before = recordedAt.get(userRef) ?? 0;
      if (now.getTime() - before < RECORDED_EVERY_MS) {
        return;
      }
      recordedAt.set(userRef, now.getTime());
      await knex('incident_users')
        .insert({ user_ref: userRef, seen_at: now })
        .onConflict('user_ref')
        .merge();
    },

    /** `undefined`: there is no such incident. */
    async of(ref: string): Promise<Audience | undefined> {
      const incident = await deps.incidents.findByRef(ref);
      if (!incident) {
        return undefined;
      }
      const { visibility, lead, reporter, participants } = incident;
      const isPrivate = visibility === 'private';
      const refs = isPrivate
        ? [lead, reporter, ...participants, ...deps.readers]
        : await recentUsers();
      const entityRefs = new Set(
        refs.filter(one => one !== undefined).map(normalizeRef),
      );
      entityRefs.delete(NOT_SIGNED_IN);
      return { isPrivate, entityRefs: [...entityRefs].sort() };
    },
  };
}
