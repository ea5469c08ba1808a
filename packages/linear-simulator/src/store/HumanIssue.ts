/** An issue as a person types it in Linear: names, not ids. */
export interface HumanIssue {
  id?: string;
  /** Team key. */
  team: string;
  title: string;
  description?: string;
  /** Identifier or UUID. */
  parent?: string;
  /** State name; default the team's default. */
  state?: string;
  /** Email address. */
  assignee?: string;
  /** 0 none, 1 urgent, 2 high, 3 medium, 4 low. */
  priority?: number;
  /** YYYY-MM-DD. */
  dueDate?: string;
  /** Label names. */
  labels?: string[];
  /** Project name. */
  project?: string;
}

/** A person's changes; absent is unchanged, null clears. */
export interface HumanIssuePatch {
  title?: string;
  description?: string | null;
  state?: string;
  assignee?: string | null;
  priority?: number;
  estimate?: number | null;
  dueDate?: string | null;
  parent?: string | null;
  labels?: string[];
  project?: string | null;
  sortOrder?: number;
}
