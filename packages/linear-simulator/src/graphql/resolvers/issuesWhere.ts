import { IssueFilter } from '../../filters/filterTypes';
import { issuePage, IssuePageArguments } from '../issuePage';
import { RequestContext } from '../RequestContext';

/** The issues that hang on something, by a filter that says so. */
export function issuesWhere(
  condition: IssueFilter,
  page: IssuePageArguments,
  context: RequestContext,
) {
  const filter = page.filter ? { and: [condition, page.filter] } : condition;
  return issuePage({ ...context, page: { ...page, filter } });
}
