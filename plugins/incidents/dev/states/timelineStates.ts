import {
  reason,
  TimelineEntry,
  timelineSchema,
} from '@backstage-incidents/incidents-common';
import { entity } from '../../src/__testUtils__/entities';
import { fromNow, incident } from '../../src/__testUtils__/fixtures';
import { Answer } from '../../src/__testUtils__/handlers';
import { GalleryState } from '../GalleryState';
import { failures, HOUR, MINUTE, never } from './common';

const ada = 'user:default/ada.olsen';
const sam = 'user:default/sam.weber';

function entries(
  told: readonly Pick<TimelineEntry, 'kind' | 'actor' | 'params'>[],
): TimelineEntry[] {
  return timelineSchema.shape.items.parse(
    told.map((entry, index) => ({
      ...entry,
      id: `id-${index}`,
      at: fromNow(-(index + 1) * 13 * MINUTE),
    })),
  );
}

const everyKind = entries([
  {
    kind: 'noteAdded',
    actor: ada,
    params: {
      text: 'Rolled back `v12` of **checkout**:\n\n- error rate fell at once\n- queue is draining',
      at: fromNow(-HOUR),
    },
  },
  {
    kind: 'noteAdded',
    actor: sam,
    params: { deletedAt: fromNow(-20 * MINUTE) },
  },
  {
    kind: 'parentReopened',
    params: { reason: reason('itemsOpen', { open: 1, total: 3 }) },
  },
  { kind: 'parentCompleted', params: { reason: reason('allItemsClosed') } },
  { kind: 'itemCompleted', params: { identifier: 'PAY-219' } },
  { kind: 'itemCompleted', actor: sam, params: { identifier: 'PAY-221' } },
  {
    kind: 'statusChanged',
    actor: ada,
    params: { from: 'active', to: 'mitigated' },
  },
  { kind: 'severityChanged', actor: ada, params: { from: 'sev3', to: 'sev1' } },
  { kind: 'leadChanged', actor: ada, params: { from: ada, to: sam } },
  {
    kind: 'visibilityChanged',
    actor: ada,
    params: { from: 'public', to: 'private' },
  },
  { kind: 'titleChanged', actor: ada, params: {} },
  { kind: 'parentLost', params: {} },
  { kind: 'parentLinked', params: { identifier: 'PAY-214' } },
  { kind: 'declared', actor: ada, params: {} },
]);

function timelineState(
  name: string,
  answer: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return {
    name,
    entity: entity('Incident', 'inc-42'),
    routes: {
      'get /incidents/:ref/timeline': answer,
      'get /incidents/:ref': incident(),
    },
    ...more,
  };
}

/** The timeline card with every kind of entry, with none, and while it fails. */
export const timelineStates: GalleryState[] = [
  timelineState('Every kind of entry', { items: everyKind }),
  timelineState('Only reading', { items: everyKind }, { permitted: 'reading' }),
  timelineState('More to show', {
    items: entries(
      Array.from({ length: 60 }, (_, index) => ({
        kind: 'itemCompleted' as const,
        params: { identifier: `PAY-${index + 1}` },
      })),
    ),
    nextCursor: 'next',
  }),
  timelineState('Empty', { items: [] }),
  timelineState('Loading', never),
  ...Object.entries(failures).map(([name, answer]) =>
    timelineState(name, answer),
  ),
];

/** Its dialogs. */
export const timelineDialogStates: GalleryState[] = [
  timelineState(
    'Add a note',
    { items: everyKind },
    { presses: [/^Add note$/] },
  ),
  timelineState(
    'Delete a note',
    { items: everyKind },
    { presses: [/^Delete note$/] },
  ),
];
