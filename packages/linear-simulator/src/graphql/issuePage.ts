import { candidateIssues } from '../filters/candidateIssues';
import { instants } from '../filters/comparators';
import { FilterCompiler } from '../filters/FilterCompiler';
import { IssueFilter } from '../filters/filterTypes';
import { IssueRecord } from '../store/records';
import { SortedIndex } from '../store/SortedIndex';
import { Tables } from '../store/Tables';
import { Viewer } from '../store/Viewer';
import {
  connection,
  Connection,
  Ordering,
  PageArguments,
  pageSize,
  paginate,
  SortKey,
} from './connection';

type Maybe<T> = T | null | undefined;

interface SortInput {
  order?: Maybe<'Ascending' | 'Descending'>;
  nulls?: Maybe<'first' | 'last'>;
  noPriorityFirst?: Maybe<boolean>;
}

export interface IssueSort {
  createdAt?: Maybe<SortInput>;
  updatedAt?: Maybe<SortInput>;
  completedAt?: Maybe<SortInput>;
  dueDate?: Maybe<SortInput>;
  priority?: Maybe<SortInput>;
  title?: Maybe<SortInput>;
}

export interface IssuePageArguments extends PageArguments {
  filter?: Maybe<IssueFilter>;
  sort?: Maybe<IssueSort[]>;
}

const sortable = {
  createdAt: (issue: IssueRecord) => issue.createdAt,
  updatedAt: (issue: IssueRecord) => issue.updatedAt,
  completedAt: (issue: IssueRecord) => issue.completedAt,
  dueDate: (issue: IssueRecord) => issue.dueDate,
  priority: (issue: IssueRecord) => issue.priority,
  title: (issue: IssueRecord) => issue.title,
};

/** Up to this many candidates are fetched and sorted; above that, walking the time index is cheaper. */
const fewCandidates = 5_000;

/** A page of the whole workspace, at a cost that depends on the page or the matches, not on the number of issues. */
export function issuePage(options: {
  viewer: Viewer;
  compiler: FilterCompiler;
  now: Date;
  page: IssuePageArguments;
}): Connection<IssueRecord> {
  const { viewer, compiler, now, page } = options;
  const { tables } = viewer;
  const matches = compiler.issue(page.filter);
  const wanted = (issue: IssueRecord) =>
    viewer.seesIssue(issue) &&
    (page.includeArchived || issue.archivedAt === undefined) &&
    matches(issue);
  const keys = sortKeys(page);
  const ordering = new Ordering(keys.map(({ key }) => key));
  const candidates = candidateIssues(page.filter, tables);
  const single = keys.length === 1 ? keys[0] : undefined;
  const timeIndex = timeIndexes(tables).get(single?.name ?? '');
  const { size, fromEnd } = pageSize(page);
  const few = candidates !== undefined && candidates.size <= fewCandidates;
  if (!timeIndex || few || fromEnd || page.before) {
    const rows: IssueRecord[] = [];
    for (const id of candidates ?? tables.issues.keys()) {
      const issue = tables.issues.get(id);
      if (issue && wanted(issue)) rows.push(issue);
    }
    return paginate(rows, page, ordering);
  }
  const bounds =
    single?.name === 'updatedAt' && page.filter?.updatedAt
      ? instants(page.filter.updatedAt, now)
      : {};
  const nodes: IssueRecord[] = [];
  let more = false;
  for (const issue of walk(timeIndex, {
    descending: single?.key.descending ?? true,
    after: page.after ? ordering.parse(page.after) : undefined,
    lower: bounds.gte ?? bounds.gt ?? undefined,
    upper: bounds.lte ?? bounds.lt ?? undefined,
  })) {
    if (!wanted(issue)) continue;
    if (nodes.length === size) {
      more = true;
      break;
    }
    nodes.push(issue);
  }
  return connection({
    nodes,
    ordering,
    hasNextPage: more,
    hasPreviousPage: Boolean(page.after),
  });
}

/** Rows in order, beyond the cursor and inside the bounds (which the filter checks exactly). */
function* walk(
  index: SortedIndex<IssueRecord>,
  options: {
    descending: boolean;
    after?: readonly (string | number | null)[];
    lower?: string;
    upper?: string;
  },
): Generator<IssueRecord> {
  const { rows } = index;
  const { descending, after, lower, upper } = options;
  const lowest = lower === undefined ? 0 : index.position(lower, '');
  const highest =
    upper === undefined ? rows.length : index.position(upper, '\uffff');
  const place = after
    ? index.position(String(after[0]), String(after[1]))
    : undefined;
  if (descending) {
    const from = place === undefined ? highest : Math.min(place, highest);
    for (let i = from - 1; i >= lowest; i--) yield rows[i];
    return;
  }
  let from = lowest;
  if (place !== undefined) {
    const onCursor = rows.at(place)?.id === after?.[1] && place < rows.length;
    from = Math.max(lowest, onCursor ? place + 1 : place);
  }
  for (let i = from; i < highest; i++) yield rows[i];
}

function timeIndexes(
  tables: Tables,
): ReadonlyMap<string, SortedIndex<IssueRecord>> {
  return new Map([
    ['updatedAt', tables.issuesByUpdate],
    ['createdAt', tables.issuesByCreation],
  ]);
}

function sortKeys(
  page: IssuePageArguments,
): { name: string; key: SortKey<IssueRecord> }[] {
  const sorts = (page.sort ?? []).flatMap(sort =>
    Object.entries(sortable).flatMap(([name, value]) => {
      const input = sortInput(sort, name);
      if (!input) return [];
      return {
        name,
        key: {
          value,
          descending: input.order !== 'Ascending',
          nullsFirst: input.nulls === 'first',
        },
      };
    }),
  );
  if (sorts.length > 0) return sorts;
  const name = page.orderBy ?? 'createdAt';
  return [{ name, key: { value: sortable[name], descending: true } }];
}

function sortInput(sort: IssueSort, name: string): Maybe<SortInput> {
  const byName: ReadonlyMap<string, Maybe<SortInput>> = new Map(
    Object.entries(sort),
  );
  return byName.get(name);
}
