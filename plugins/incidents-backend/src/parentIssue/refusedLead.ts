import { isDeepStrictEqual } from 'node:util';
import { LinearIssue } from '../linear';
import { DesiredParentIssue } from './desiredState';
import { FieldRecords } from './fieldRecords';

/** Why nobody is assigned although the lead was asked for; `undefined` where that is not so. */
export function refusedLead(options: {
  desired: DesiredParentIssue;
  fields: FieldRecords;
  observed: Pick<LinearIssue, 'assignee'>;
}): string | undefined {
  const { desired, fields, observed } = options;
  const { applied } = fields.assignee ?? {};
  return desired.assignee?.kind === 'user' &&
    !observed.assignee &&
    applied?.value.kind === 'none' &&
    isDeepStrictEqual(applied.intended, desired.assignee)
    ? 'Nobody is assigned: Linear does not let the lead be assigned.'
    : undefined;
}
