import { IssueFilter } from '../../filters/filterTypes';
import { issuePage, IssuePageArguments } from '../issuePage';
import { RequestContext } from '../RequestContext';

/** The issues of another entity, by a filter on that entity. */
export function issuesWhere(
  condition: IssueFilter,
  page: IssuePageArguments,
  context: RequestContext,
) {
  const filter = page.filter ? { and: [condition, page.filter] } : condition;
  return issuePage({ ...context, page: { ...page, filter } });
}
