import { RelationType, StateType } from '../store/records';

/** A workflow state to begin with. */
export interface SeedState {
  name: string;
  type: StateType;
  color: string;
  position: number;
}

export interface SeedUser {
  id?: string;
  name: string;
  email: string;
  /** Default true. */
  active?: boolean;
  admin?: boolean;
}

export interface SeedTeam {
  id?: string;
  key: string;
  name: string;
  /** Default public. */
  visibility?: 'public' | 'private' | 'restricted';
  triageEnabled?: boolean;
  autoCloseParentIssues?: boolean;
  autoCloseChildIssues?: boolean;
  /** IANA name, default UTC. */
  timezone?: string;
  /** Default: the eight states of a Linear team that uses triage. */
  states?: SeedState[];
}

export interface SeedIssue {
  id?: string;
  /** Key of its team; the issues of a team are numbered in the order given. */
  team: string;
  title: string;
  description?: string;
  /** By name; default the team's default state. */
  state?: string;
  /** By email. */
  assignee?: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority?: number;
  /** YYYY-MM-DD. */
  dueDate?: string;
  /** Identifier of an issue given earlier. */
  parent?: string;
  project?: string;
  labels?: string[];
  createdAt?: string;
  updatedAt?: string;
  attachments?: { title: string; url: string; subtitle?: string }[];
}

/** The content of a new workspace. */
export interface SimulatorSeed {
  organization?: { name: string; urlKey: string };
  users?: SeedUser[];
  teams?: SeedTeam[];
  projects?: { name: string; teams: string[] }[];
  labels?: { name: string; color?: string; team?: string }[];
  templates?: {
    name: string;
    team?: string;
    title?: string;
    description?: string;
    priority?: number;
  }[];
  issues?: SeedIssue[];
  /** By identifier. */
  relations?: { issue: string; relatedIssue: string; type: RelationType }[];
  /** Made-up issues in bulk: `parents` issues in `team`, each with `childrenPerParent` sub-issues, a minute apart. */
  generated?: {
    team: string;
    parents: number;
    childrenPerParent: number;
    /** Attachment of parent number n (from 1); `{n}` is replaced. */
    attachmentUrl?: string;
  };
}
