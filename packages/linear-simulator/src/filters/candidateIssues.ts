import { IssueRecord } from '../store/records';
import { Tables } from '../store/Tables';
import { Comparator } from './comparators';
import { IssueFilter } from './filterTypes';

type Maybe<T> = T | null | undefined;

/**
 * A superset of the ids that match the filter, found through indexes; undefined when no index helps and all issues
 * have to be checked. The filter still has to be applied.
 */
export function candidateIssues(
  filter: Maybe<IssueFilter>,
  tables: Tables,
): ReadonlySet<string> | undefined {
  if (!filter) return undefined;
  const choices = [
    exact(filter.id),
    byParent(filter.parent, tables),
    byAttachment(filter, tables),
    byTeamNumber(filter, tables),
    ...(filter.and ?? []).map(part => candidateIssues(part, tables)),
    byAny(filter.or, tables),
    byTeam(filter, tables),
  ].filter(choice => choice !== undefined);
  if (choices.length === 0) return undefined;
  return choices.reduce((best, next) => (next.size < best.size ? next : best));
}

function exact(
  comparator: Maybe<Comparator<string>>,
): ReadonlySet<string> | undefined {
  if (typeof comparator?.eq === 'string') return new Set([comparator.eq]);
  return comparator?.in ? new Set(comparator.in) : undefined;
}

function byParent(
  filter: Maybe<IssueFilter>,
  tables: Tables,
): ReadonlySet<string> | undefined {
  if (!filter || filter.null === true) return undefined;
  const parents = candidateIssues(filter, tables);
  if (!parents) return undefined;
  const children = new Set<string>();
  for (const parent of parents) {
    for (const id of tables.childrenOf.get(parent)) children.add(id);
  }
  return children;
}

function byAttachment(
  filter: IssueFilter,
  tables: Tables,
): ReadonlySet<string> | undefined {
  const url = filter.attachments?.some?.url ?? filter.attachments?.url;
  if (!url) return undefined;
  const urls =
    typeof url.eq === 'string' ? [url.eq] : url.in ?? prefixed(url, tables);
  return urls && issuesOfUrls(urls, tables);
}

function prefixed(
  url: { startsWith?: Maybe<string> },
  tables: Tables,
): string[] | undefined {
  const { startsWith } = url;
  if (!startsWith) return undefined;
  return Array.from(tables.attachmentsForUrl.entries(), ([key]) => key).filter(
    key => key.startsWith(startsWith),
  );
}

function issuesOfUrls(
  urls: readonly string[],
  tables: Tables,
): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const url of urls) {
    for (const attachmentId of tables.attachmentsForUrl.get(url)) {
      const attachment = tables.attachments.get(attachmentId);
      if (attachment) ids.add(attachment.issueId);
    }
  }
  return ids;
}

function byTeamNumber(
  filter: IssueFilter,
  tables: Tables,
): ReadonlySet<string> | undefined {
  const key = filter.team?.key?.eq;
  const numbers =
    typeof filter.number?.eq === 'number'
      ? [filter.number.eq]
      : filter.number?.in;
  if (!key || !numbers) return undefined;
  const found = numbers
    .map(number => tables.issueByIdentifier(`${key}-${number}`))
    .filter((issue): issue is IssueRecord => issue !== undefined);
  return new Set(found.map(issue => issue.id));
}

function byTeam(
  filter: IssueFilter,
  tables: Tables,
): ReadonlySet<string> | undefined {
  const { key, id } = filter.team ?? {};
  const team =
    typeof key?.eq === 'string' ? tables.teamByKey(key.eq)?.id : id?.eq;
  return typeof team === 'string' ? tables.issuesOfTeam.get(team) : undefined;
}

function byAny(
  filters: Maybe<IssueFilter[]>,
  tables: Tables,
): ReadonlySet<string> | undefined {
  if (!filters || filters.length === 0) return undefined;
  const union = new Set<string>();
  for (const filter of filters) {
    const ids = candidateIssues(filter, tables);
    if (!ids) return undefined;
    for (const id of ids) union.add(id);
  }
  return union;
}
