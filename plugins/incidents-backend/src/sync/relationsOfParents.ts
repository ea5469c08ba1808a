import {
  LinearItemSource,
  LinearRelation,
  relationSource,
  sourcePrecedence,
} from '../linear';

/**
 * What relations make of the issues at their other ends, incident by incident;
 * the strongest where there are several.
 */
export function relationsOfParents(
  relations: readonly LinearRelation[],
  /** Incident numbers by the issue id of their parent. */
  parents: ReadonlyMap<string, number>,
): Map<number, Map<string, LinearItemSource>> {
  const found = new Map<number, Map<string, LinearItemSource>>();
  for (const relation of relations) {
    for (const parentId of [relation.issueId, relation.relatedIssueId]) {
      const incidentNumber = parents.get(parentId);
      const end = relationSource(relation, parentId);
      if (incidentNumber === undefined || !end) continue;
      const ofIncident = found.get(incidentNumber) ?? new Map();
      const known: LinearItemSource | undefined = ofIncident.get(end.issueId);
      if (!known || rank(end.source) < rank(known)) {
        ofIncident.set(end.issueId, end.source);
      }
      found.set(incidentNumber, ofIncident);
    }
  }
  return found;
}

function rank(source: LinearItemSource): number {
  return sourcePrecedence.indexOf(source);
}
