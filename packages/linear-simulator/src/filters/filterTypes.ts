import { Comparator, TextComparator } from './comparators';

type Maybe<T> = T | null | undefined;

interface Combinable<Self> {
  and?: Maybe<Self[]>;
  or?: Maybe<Self[]>;
  /** Only on the nullable variants of a filter. */
  null?: Maybe<boolean>;
}

interface Dated {
  id?: Maybe<Comparator<string>>;
  createdAt?: Maybe<Comparator<string>>;
  updatedAt?: Maybe<Comparator<string>>;
}

export interface CollectionFilter<Row> {
  some?: Maybe<Row>;
  every?: Maybe<Row>;
  length?: Maybe<Comparator<number>>;
  null?: Maybe<boolean>;
}

export interface UserFilter extends Combinable<UserFilter>, Dated {
  active?: Maybe<Comparator<boolean>>;
  admin?: Maybe<Comparator<boolean>>;
  app?: Maybe<Comparator<boolean>>;
  isMe?: Maybe<Comparator<boolean>>;
  name?: Maybe<TextComparator>;
  displayName?: Maybe<TextComparator>;
  email?: Maybe<TextComparator>;
}

export interface UserCollectionFilter extends CollectionFilter<UserFilter> {
  id?: Maybe<Comparator<string>>;
  email?: Maybe<TextComparator>;
}

export interface TeamFilter extends Combinable<TeamFilter>, Dated {
  key?: Maybe<TextComparator>;
  name?: Maybe<TextComparator>;
  description?: Maybe<TextComparator>;
  private?: Maybe<Comparator<boolean>>;
  visibility?: Maybe<Comparator<string>>;
  members?: Maybe<UserCollectionFilter>;
}

export interface TeamCollectionFilter extends CollectionFilter<TeamFilter> {
  id?: Maybe<Comparator<string>>;
}

export interface WorkflowStateFilter
  extends Combinable<WorkflowStateFilter>,
    Dated {
  name?: Maybe<TextComparator>;
  type?: Maybe<TextComparator>;
  description?: Maybe<TextComparator>;
  position?: Maybe<Comparator<number>>;
  team?: Maybe<TeamFilter>;
}

export interface ProjectFilter extends Combinable<ProjectFilter>, Dated {
  name?: Maybe<TextComparator>;
  slugId?: Maybe<TextComparator>;
  state?: Maybe<TextComparator>;
  accessibleTeams?: Maybe<TeamCollectionFilter>;
}

export interface IssueLabelFilter extends Combinable<IssueLabelFilter>, Dated {
  name?: Maybe<TextComparator>;
  isGroup?: Maybe<Comparator<boolean>>;
  team?: Maybe<TeamFilter>;
}

export interface IssueLabelCollectionFilter
  extends CollectionFilter<IssueLabelFilter> {
  name?: Maybe<TextComparator>;
  id?: Maybe<Comparator<string>>;
}

export interface AttachmentFilter extends Combinable<AttachmentFilter>, Dated {
  title?: Maybe<TextComparator>;
  subtitle?: Maybe<TextComparator>;
  url?: Maybe<TextComparator>;
  sourceType?: Maybe<TextComparator>;
  creator?: Maybe<UserFilter>;
}

export interface AttachmentCollectionFilter
  extends CollectionFilter<AttachmentFilter> {
  url?: Maybe<TextComparator>;
  title?: Maybe<TextComparator>;
}

export interface CommentFilter extends Combinable<CommentFilter>, Dated {
  body?: Maybe<TextComparator>;
  user?: Maybe<UserFilter>;
  issue?: Maybe<IssueFilter>;
}

export interface IssueFilter extends Combinable<IssueFilter>, Dated {
  title?: Maybe<TextComparator>;
  description?: Maybe<TextComparator>;
  number?: Maybe<Comparator<number>>;
  priority?: Maybe<Comparator<number>>;
  estimate?: Maybe<Comparator<number>>;
  dueDate?: Maybe<Comparator<string>>;
  archivedAt?: Maybe<Comparator<string>>;
  startedAt?: Maybe<Comparator<string>>;
  completedAt?: Maybe<Comparator<string>>;
  canceledAt?: Maybe<Comparator<string>>;
  triagedAt?: Maybe<Comparator<string>>;
  slaBreachesAt?: Maybe<Comparator<string>>;
  assignee?: Maybe<UserFilter>;
  creator?: Maybe<UserFilter>;
  delegate?: Maybe<UserFilter>;
  team?: Maybe<TeamFilter>;
  state?: Maybe<WorkflowStateFilter>;
  project?: Maybe<ProjectFilter>;
  parent?: Maybe<IssueFilter>;
  children?: Maybe<CollectionFilter<IssueFilter>>;
  labels?: Maybe<IssueLabelCollectionFilter>;
  attachments?: Maybe<AttachmentCollectionFilter>;
  comments?: Maybe<CollectionFilter<CommentFilter>>;
  hasRelatedRelations?: Maybe<Comparator<boolean>>;
  hasDuplicateRelations?: Maybe<Comparator<boolean>>;
  hasBlockingRelations?: Maybe<Comparator<boolean>>;
  hasBlockedByRelations?: Maybe<Comparator<boolean>>;
}
