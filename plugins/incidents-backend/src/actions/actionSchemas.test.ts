import {
  ActionItem,
  ActionItems,
  actionItemSchema,
  actionItemsSchema,
  CreateActionItemInput,
  createActionItemSchema,
  CreateIncidentInput,
  createIncidentSchema,
  Incident,
  incidentPageSchema,
  incidentSchema,
  ListIncidents,
  listIncidentsSchema,
  RedactedIncident,
  RoutingDecision,
  routingDecisionSchema,
  RoutingPreview,
  routingPreviewSchema,
  ServiceIncidentPage,
  TransitionActionItem,
  transitionActionItemSchema,
  TransitionResult,
  transitionResultSchema,
} from '@backstage-incidents/incidents-common';
import { z } from 'zod';
import { z as zodV3 } from 'zod/v3';
import { actionSchemas } from './actionSchemas';

const schemas = actionSchemas(zodV3);
type Schemas = typeof schemas;
type Inferred<K extends keyof Schemas> = zodV3.infer<Schemas[K]>;

/** Without the question marks, so that a missing optional property is a difference. */
type Whole<T> = T extends readonly (infer U)[]
  ? Whole<U>[]
  : T extends object
  ? { [K in keyof T]-?: Whole<NonNullable<T[K]>> }
  : T;
type Same<A, B> = [A, Whole<A>] extends [B, Whole<B>]
  ? [B, Whole<B>] extends [A, Whole<A>]
    ? true
    : false
  : false;

/** Compiles only while both types say the same. */
function same<A, B>(equal: Same<A, B>): boolean {
  return equal;
}

type WithKey<T> = T & { idempotencyKey?: string };
type Merged<T> = { [K in keyof T]: T[K] };

it('says the same as the wire types', () => {
  expect([
    same<Inferred<'incident'>, Incident>(true),
    same<Inferred<'anyIncident'>, Incident | RedactedIncident>(true),
    same<Inferred<'actionItem'>, ActionItem>(true),
    same<Inferred<'actionItems'>, ActionItems>(true),
    same<Inferred<'listIncidentsOutput'>, ServiceIncidentPage>(true),
    same<Inferred<'listIncidentsInput'>, Partial<ListIncidents>>(true),
    same<Inferred<'createIncidentInput'>, Merged<WithKey<CreateIncidentInput>>>(
      true,
    ),
    same<
      Inferred<'createActionItemInput'>,
      Merged<WithKey<CreateActionItemInput> & { ref: string }>
    >(true),
    same<
      Inferred<'transitionInput'>,
      Merged<TransitionActionItem & { ref: string; identifier: string }>
    >(true),
    same<Inferred<'transitionOutput'>, TransitionResult>(true),
    same<Inferred<'routingInput'>, RoutingPreview>(true),
    same<Inferred<'routingOutput'>, RoutingDecision>(true),
  ]).not.toContain(false);
});

it('does not take different types for the same', () => {
  expect(same<{ a: string }, { a: string; b?: string }>(false)).toBe(false);
});

function propertiesOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, {
    io: 'output',
    unrepresentable: 'any',
  });
  return Object.keys(properties).sort();
}

it.each<[keyof Schemas, z.ZodType, string[]]>([
  ['incident', incidentSchema, []],
  ['actionItem', actionItemSchema, []],
  ['actionItems', actionItemsSchema, []],
  ['listIncidentsInput', listIncidentsSchema, []],
  ['listIncidentsOutput', incidentPageSchema, []],
  ['createIncidentInput', createIncidentSchema, ['idempotencyKey']],
  ['createActionItemInput', createActionItemSchema, ['idempotencyKey', 'ref']],
  ['transitionInput', transitionActionItemSchema, ['identifier', 'ref']],
  ['transitionOutput', transitionResultSchema, []],
  ['routingInput', routingPreviewSchema, []],
  ['routingOutput', routingDecisionSchema, []],
])('has every property of the wire schema in %s', (name, wire, added) => {
  const schema = schemas[name];
  const keys = 'shape' in schema ? Object.keys(schema.shape) : [];
  expect(keys.sort()).toEqual([...propertiesOf(wire), ...added].sort());
});
