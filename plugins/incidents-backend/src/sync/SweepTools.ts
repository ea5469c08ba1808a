import { LinearGateway } from '../linear';
import { IncidentWriter } from './IncidentWriter';
import { IssueApplier } from './IssueApplier';
import { ItemMapper } from './ItemMapper';
import { KnownIssues } from './KnownIssues';
import { SweepCandidates } from './SweepCandidates';
import { SweepStore } from './SweepStore';
import { SyncStore } from './SyncStore';
import { VisibleTeams } from './VisibleTeams';

/** What every sweep works with. */
export interface SweepTools {
  linear: LinearGateway;
  store: SweepStore;
  candidates: SweepCandidates;
  syncs: SyncStore;
  known: KnownIssues;
  applier: IssueApplier;
  mapper: ItemMapper;
  writer: IncidentWriter;
  teams: VisibleTeams;
  /** Share (0 to 1) of all items from which disappearing is suspicious. */
  maxDisappearing: number;
}
