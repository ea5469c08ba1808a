import { Entity } from '@backstage/catalog-model';
import {
  Incident,
  IncidentActionItemPage,
} from '@backstage-incidents/incidents-common';
import { entity } from '../../src/__testUtils__/entities';
import {
  incidentActionItems,
  sampleItems,
} from '../../src/__testUtils__/fixtures';
import { Answer, json } from '../../src/__testUtils__/handlers';
import { GalleryState } from '../GalleryState';
import { failures, never } from './common';
import { listAnswer, listedIncidents } from './listedIncidents';

const openItems = sampleItems().filter(
  item => item.status === 'todo' || item.status === 'inProgress',
);

/** The first of so many open action items, as many as are asked for. */
export function itemsAnswer(total: number): Answer {
  return request => {
    const limit = Number(new URL(request.url).searchParams.get('limit') ?? 50);
    const page = incidentActionItems(
      Array.from({ length: Math.min(total, limit) }, (_, index) => ({
        ref: `INC-${42 - (index % 3)}`,
        visibility:
          index % 5 === 3 ? ('private' as const) : ('public' as const),
        item: {
          ...openItems[(index + 2) % openItems.length],
          id: `item-${index}`,
        },
      })),
    );
    const answer: IncidentActionItemPage = { ...page, totalItems: total };
    return json(answer);
  };
}

function withRelations(
  of: Entity,
  type: string,
  targetRefs: readonly string[],
): Entity {
  return {
    ...of,
    relations: targetRefs.map(targetRef => ({ type, targetRef })),
  };
}

const checkout = entity('Component', 'checkout');
const shop = withRelations(entity('System', 'shop'), 'hasPart', [
  'component:default/checkout',
  'component:default/ledger',
]);
const ada = entity('User', 'ada.olsen');
const sre = withRelations(entity('Group', 'sre'), 'hasMember', [
  'user:default/ada.olsen',
  'user:default/sam.weber',
]);

function relatedState(
  name: string,
  of: Entity,
  options: { incidents?: Answer; items?: Answer } = {},
): GalleryState {
  return {
    name,
    entity: of,
    routes: {
      'get /incidents':
        options.incidents ?? listAnswer(listedIncidents.slice(2, 9)),
      'get /action-items': options.items ?? itemsAnswer(4),
    },
  };
}

const none = { incidents: listAnswer([]), items: itemsAnswer(0) };
const closedOnly = {
  incidents: listAnswer(
    listedIncidents.filter((each: Incident) => each.status === 'done'),
  ),
  items: itemsAnswer(0),
};

function withoutAnswer(of: Entity): GalleryState[] {
  return [
    relatedState('Loading', of, { incidents: never, items: never }),
    ...Object.entries(failures)
      .filter(([name]) => name !== 'Not found')
      .map(([name, answer]) =>
        relatedState(name, of, { incidents: answer, items: answer }),
      ),
  ];
}

/** The card on a component, and on what has parts. */
export const affectingStates: GalleryState[] = [
  relatedState('Component, open and closed', checkout),
  relatedState('System, with its parts', shop),
  relatedState('Many of both', checkout, {
    incidents: listAnswer(listedIncidents),
    items: itemsAnswer(48),
  }),
  relatedState('Only closed', checkout, closedOnly),
  relatedState('None', checkout, none),
  relatedState('Items could not be read', checkout, {
    items: failures.Broken,
  }),
  ...withoutAnswer(checkout),
];

/** The card on a person and on a group. */
export const ledStates: GalleryState[] = [
  relatedState('User', ada),
  relatedState('Group', sre),
  relatedState('Group without members', entity('Group', 'empty')),
  relatedState('None', ada, none),
  ...withoutAnswer(ada),
];

function homeState(
  name: string,
  items: Answer,
  more: Partial<GalleryState> = {},
): GalleryState {
  return { name, routes: { 'get /action-items': items }, ...more };
}

/** The widget of the home page. */
export const homeStates: GalleryState[] = [
  homeState('A few', itemsAnswer(4)),
  homeState('More than fit', itemsAnswer(27)),
  homeState('None', itemsAnswer(0)),
  homeState('Guest', itemsAnswer(4), { user: 'user:development/guest' }),
  homeState('Loading', never),
  homeState('Forbidden', failures.Forbidden),
  homeState('Unreachable', failures.Unreachable),
  homeState('Broken', failures.Broken),
];
