import { SweepCandidateRow } from '../database/tables';
import { KnownRelations } from './IssueApplier';
import { itemKey } from './itemKey';

/**
 * Candidates for removal that a second look finds: the issue, and for a related
 * one its relation too. A child tells its parent itself, so storing what was
 * read has already moved it to where it belongs.
 */
export function foundAgain(options: {
  candidates: readonly SweepCandidateRow[];
  /** Keys of the stored items that are children. */
  children: ReadonlySet<string>;
  /** All relations of those incidents whose parents Linear showed. */
  relations: KnownRelations;
  /** Ids of the issues that Linear showed. */
  seen: ReadonlySet<string>;
}): SweepCandidateRow[] {
  const { candidates, children, relations, seen } = options;
  return candidates.filter(
    ({ incident_number: incidentNumber, issue_id: issueId }) =>
      seen.has(issueId) &&
      (children.has(itemKey(incidentNumber, issueId)) ||
        relations.get(incidentNumber)?.has(issueId) === true),
  );
}
