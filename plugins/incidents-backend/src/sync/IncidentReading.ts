import { StoredActionItem } from '../actionItems/StoredActionItem';
import { LinearIssue } from '../linear';

/** What was read of one incident, ready to be stored. */
export interface IncidentReading {
  incidentNumber: number;
  /** Whose items these are: they are not stored when another parent was linked meanwhile. */
  parentIssueId: string;
  items: readonly StoredActionItem[];
  /** Items that are none any more: these ids, or all but what was read and `keep`. */
  gone:
    | { kind: 'these'; issueIds: readonly string[] }
    | { kind: 'others'; keep: ReadonlySet<string> };
  /** The parent itself, where it was read; `absent`: Linear does not show it any more. */
  parent?: LinearIssue | 'absent';
  /** The list as it was when the read began: a write in between makes the read outdated. */
  basis?: number;
  /** True: this was a complete read, so the incident is fresh. */
  isComplete?: boolean;
  /** True: more has to be read to know all of it. */
  needsRefresh?: boolean;
}
