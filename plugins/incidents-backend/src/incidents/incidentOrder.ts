import {
  IncidentOrder,
  severitySchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { toDate } from '../database/instants';
import { InstantColumn } from '../database/tables';

const sortFieldSchema = z.enum([
  'createdAt',
  'updatedAt',
  'startedAt',
  'severity',
  'status',
]);
type SortField = z.infer<typeof sortFieldSchema>;

const STATUS_RANK =
  "case incidents.status when 'active' then 0 when 'mitigated' then 1 when 'postmortem' then 2 when 'done' then 3 else 4 end";

/** Value of the sorted column in a cursor: instants as ISO 8601. */
type SortValue = string | number;

const instantColumn = { instant: true, inCursor: z.iso.datetime() } as const;

const SORT: Record<
  SortField,
  { sql: string; instant: boolean; inCursor: z.ZodType<SortValue> }
> = {
  createdAt: { sql: 'incidents.created_at', ...instantColumn },
  updatedAt: { sql: 'incidents.updated_at', ...instantColumn },
  startedAt: { sql: 'incidents.started_at', ...instantColumn },
  severity: {
    sql: 'incidents.severity',
    instant: false,
    inCursor: severitySchema,
  },
  status: { sql: STATUS_RANK, instant: false, inCursor: z.int32() },
};

/** How a list of incidents is sorted, in SQL and in its cursors. */
export interface ParsedOrder {
  field: SortField;
  descending: boolean;
  /** What it is sorted by; ties are broken by number. */
  sql: string;
  /** Position in this order and no other. */
  cursorSchema: z.ZodType<[IncidentOrder, SortValue, number]>;
  toCursor(value: InstantColumn): SortValue;
  toBinding(value: SortValue): SortValue | Date;
}

export function parseOrder(orderBy: IncidentOrder): ParsedOrder {
  const field = sortFieldSchema.parse(orderBy.replace(/^-/, ''));
  const { sql, instant, inCursor } = SORT[field];
  return {
    field,
    descending: orderBy.startsWith('-'),
    sql,
    cursorSchema: z.tuple([z.literal(orderBy), inCursor, z.int32()]),
    toCursor: value =>
      instant || value instanceof Date ? toDate(value).toISOString() : value,
    toBinding: value => (instant ? new Date(value) : value),
  };
}
