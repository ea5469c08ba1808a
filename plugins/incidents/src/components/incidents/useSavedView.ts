import { storageApiRef, useApi } from '@backstage/core-plugin-api';
import { useEffect, useMemo, useState } from 'react';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useTeamMembers } from '../../api/useTeamMembers';
import {
  filtersOf,
  IncidentQuery,
  isFiltered,
  withoutFilters,
} from './incidentQuery';
import { IncidentsAddress } from './useIncidentsAddress';

const KEY = 'view';

/** The views that everyone has. */
export const savedViews = [
  'all',
  'mine',
  'active',
  'needsAttention',
  'myTeam',
] as const;

/** A view that everyone has. */
export type SavedView = (typeof savedViews)[number];

/**
 * Views of the list by name. The last one chosen is kept for the user, and shown
 * when the page is opened without filters in its URL.
 */
export function useSavedView(address: IncidentsAddress) {
  const { query, change, restore } = address;
  const storageApi = useApi(storageApiRef);
  const storage = useMemo(
    () => storageApi.forBucket('incidents'),
    [storageApi],
  );
  const userRef = useCurrentUserRef();
  const team = useTeamMembers();
  const filters = useMemo(
    (): Partial<Record<SavedView, Partial<IncidentQuery>>> => ({
      all: {},
      // A guest is in no catalog, but has a ref.
      ...(userRef ? { mine: { lead: [userRef] } } : {}),
      active: { status: ['active'] },
      needsAttention: { needsAttention: true },
      ...(team?.length ? { myTeam: { lead: team } } : {}),
    }),
    [userRef, team],
  );
  const [stored, setStored] = useState<SavedView>();
  useEffect(() => {
    const read = (value: unknown) =>
      setStored(savedViews.find(view => view === value));
    const snapshot = storage.snapshot<string>(KEY);
    if (snapshot.presence === 'present') read(snapshot.value);
    const subscription = storage
      .observe$<string>(KEY)
      .subscribe(({ value }) => read(value));
    return () => subscription.unsubscribe();
  }, [storage]);
  // Only what the page was opened with gives way to the stored view.
  const [isOpening, setOpening] = useState(() => !isFiltered(query));
  useEffect(() => {
    const next = stored && filters[stored];
    if (!isOpening || !next) return;
    setOpening(false);
    if (!isFiltered(query) && stored !== 'all') restore(next);
  }, [isOpening, stored, filters, query, restore]);
  const shown = (view: Partial<IncidentQuery>) =>
    JSON.stringify(filtersOf({ ...withoutFilters(query), ...view }));
  const present = JSON.stringify(filtersOf(query));
  return {
    /** Those that the user can have. */
    views: savedViews.filter(view => filters[view]),
    /** The one shown; absent with other filters. */
    current: savedViews.find(view => {
      const own = filters[view];
      return own && shown(own) === present;
    }),
    choose: (view: SavedView) => {
      setOpening(false);
      change({ ...withoutFilters(query), ...filters[view] });
      storage.set(KEY, view).catch(() => {
        // It is only not kept.
      });
    },
  };
}
