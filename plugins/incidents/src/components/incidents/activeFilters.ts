import { IncidentQuery, ListField } from './incidentQuery';
import { Translation } from '../../i18n/useTranslation';

/** One value of one filter. */
export interface ActiveFilter {
  id: string;
  /** A text, or the entity whose name it is. */
  shown:
    | { kind: 'text'; text: string }
    | { kind: 'entity'; field: 'lead' | 'affects'; entityRef: string };
  /** The change of the query that removes it. */
  removal: Partial<IncidentQuery>;
}

/** The active filters, without the search text. */
export function activeFilters(
  query: IncidentQuery,
  t: Translation['t'],
): ActiveFilter[] {
  const asText =
    <TValue extends string>(
      field: Exclude<ListField, 'lead' | 'affects'>,
      nameOf: (value: TValue) => string,
    ) =>
    (value: TValue): ActiveFilter['shown'] => ({
      kind: 'text',
      text: t(`incidents.chip.${field}`, { value: nameOf(value) }),
    });
  const itself = (value: string) => value;
  const byName =
    (field: 'lead' | 'affects') =>
    (entityRef: string): ActiveFilter['shown'] => ({
      kind: 'entity',
      field,
      entityRef,
    });
  return [
    ...filtersOfField(
      'status',
      query.status,
      asText('status', value => t(`status.${value}`)),
      status => ({ status }),
    ),
    ...filtersOfField(
      'severity',
      query.severity,
      asText('severity', value => t(`severity.${value}`)),
      severity => ({ severity }),
    ),
    ...filtersOfField('team', query.team, asText('team', itself), team => ({
      team,
    })),
    ...filtersOfField(
      'visibility',
      query.visibility,
      asText('visibility', value => t(`visibility.${value}`)),
      visibility => ({ visibility }),
    ),
    ...filtersOfField('lead', query.lead, byName('lead'), lead => ({ lead })),
    ...filtersOfField('affects', query.affects, byName('affects'), affects => ({
      affects,
    })),
    ...filtersOfField('label', query.label, asText('label', itself), label => ({
      label,
    })),
    ...(query.overdue
      ? [
          {
            id: 'overdue',
            shown: { kind: 'text' as const, text: t('incidents.chip.overdue') },
            removal: { overdue: false },
          },
        ]
      : []),
    ...(query.needsAttention
      ? [
          {
            id: 'needsAttention',
            shown: {
              kind: 'text' as const,
              text: t('incidents.chip.needsAttention'),
            },
            removal: { needsAttention: false },
          },
        ]
      : []),
  ];
}

function filtersOfField<TValue extends string>(
  field: ListField,
  values: readonly TValue[],
  show: (value: TValue) => ActiveFilter['shown'],
  removal: (kept: TValue[]) => Partial<IncidentQuery>,
): ActiveFilter[] {
  return values.map(value => ({
    id: `${field}=${value}`,
    shown: show(value),
    removal: removal(values.filter(other => other !== value)),
  }));
}
