import { IncidentDraft, Incidents } from './Incidents';
import { Linear, LinearIssue, NewLinearIssue } from './Linear';

/** An incident to declare, and its issues in Linear when the test begins. */
export type Declaration = IncidentDraft & {
  items?: Omit<NewLinearIssue, 'team' | 'parent'>[];
};

export type DeclaredIncident = {
  ref: string;
  /** Identifier of the parent issue. */
  parent: string;
  /** Key of the parent issue's team. */
  team: string;
  /** The sub-issues in the order given. Backstage has read them. */
  items: LinearIssue[];
};

/** Declares an incident, gives it action items in Linear and reads them. */
export async function declareWith(options: {
  incidents: Incidents;
  linear: Linear;
  declaration: Declaration;
}): Promise<DeclaredIncident> {
  const { incidents, linear, declaration } = options;
  const { items: wanted = [], ...draft } = declaration;
  const { ref, parent } = await incidents.declareLinked(draft);
  const team = parent.split('-')[0];
  const items = new Array<LinearIssue>();
  for (const item of wanted) {
    items.push(await linear.create({ team, parent, ...item }));
  }
  if (items.length > 0) await incidents.sync(ref);
  return { ref, parent, team, items };
}
