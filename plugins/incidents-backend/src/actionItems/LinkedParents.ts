import { LinearIssue } from '../linear';

/** How action items look up the issue they hang on. */
export interface LinkedParents {
  find(incidentNumber: number): Promise<
    | {
        issueId: string;
        status: 'pending' | 'linked' | 'missing' | 'failed';
        observed: LinearIssue | undefined;
      }
    | undefined
  >;
}
