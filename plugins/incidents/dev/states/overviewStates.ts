import { fromNow, incident } from '../../src/__testUtils__/fixtures';
import { entity } from '../../src/__testUtils__/entities';
import { Answer } from '../../src/__testUtils__/handlers';
import { GalleryState } from '../GalleryState';
import { failures, HOUR, never } from './common';

function overviewState(
  name: string,
  answer: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return {
    name,
    entity: entity('Incident', 'inc-42'),
    routes: { 'get /incidents/:ref': answer },
    ...more,
  };
}

/** The overview card in every status, and in none. */
export const overviewStates: GalleryState[] = [
  overviewState('Mitigated', incident()),
  overviewState(
    'Active, private, without a lead',
    incident({
      status: 'active',
      visibility: 'private',
      lead: undefined,
      mitigatedAt: undefined,
      labels: [],
      links: [],
    }),
  ),
  overviewState(
    'Postmortem',
    incident({ severity: 'sev2', status: 'postmortem' }),
  ),
  overviewState(
    'Done',
    incident({
      severity: 'sev3',
      status: 'done',
      closedAt: fromNow(-2 * HOUR),
    }),
  ),
  overviewState(
    'Canceled, nothing filled in',
    incident({
      severity: 'sev5',
      status: 'canceled',
      summary: undefined,
      lead: undefined,
      reporter: undefined,
      participants: [],
      affects: [],
      labels: [],
      links: [],
      mitigatedAt: undefined,
      closedAt: fromNow(-HOUR),
    }),
  ),
  overviewState('For those who may only read', incident(), {
    permitted: 'reading',
  }),
  overviewState('Loading', never),
  ...Object.entries(failures).map(([name, answer]) =>
    overviewState(name, answer),
  ),
];
