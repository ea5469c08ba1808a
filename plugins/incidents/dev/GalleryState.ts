import { Entity } from '@backstage/catalog-model';
import { Answer } from '../src/__testUtils__/handlers';

/** One state of a component: what its backend answers, and who looks at it. */
export interface GalleryState {
  name: string;
  /** Answers of the backend by `'get /path'`; what is not there never answers. */
  routes: Record<string, Answer>;
  /** Entity ref of the reader; Ada Olsen's unless given. */
  user?: string;
  /** What the reader is permitted; everything unless given. */
  permitted?: 'everything' | 'reading' | 'nothing';
  /** The entity whose page this is. */
  entity?: Entity;
  /** Names of buttons and menu items that are pressed one after another. */
  presses?: readonly RegExp[];
}

/** All states of one component. */
export interface GallerySection {
  id: string;
  title: string;
  /** The whole width of the page belongs to one state. */
  isWide?: boolean;
  /** It covers the window, so it is only shown alone. */
  isModal?: boolean;
  render: (state: GalleryState) => JSX.Element;
  states: GalleryState[];
}

/** How a state is called in the address. */
export function slugOf(state: GalleryState): string {
  return state.name
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
