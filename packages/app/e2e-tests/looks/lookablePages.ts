import { cataloguePages } from './cataloguePages';
import { Content } from './declareContent';
import { incidentPages } from './incidentPages';
import { otherPages } from './otherPages';
import { View } from './View';

/** Every page with content of this plugin, with its dialogs and menus. */
export const lookablePages: {
  path: (content: Content) => string;
  /** In this order, without leaving the page. */
  views: View[];
}[] = [...incidentPages, ...otherPages, ...cataloguePages];
