import { useFacets } from '../../api/useFacets';
import { useTranslation } from '../../i18n/useTranslation';
import { facetOptions } from './facetOptions';
import { FilterSelect } from './FilterSelect';
import { IncidentQuery } from './incidentQuery';

/** The filters whose values come from the incidents; a filter without values is hidden. */
export function FacetFilters(props: {
  query: IncidentQuery;
  onChange: (change: Partial<IncidentQuery>) => void;
}) {
  const { query, onChange } = props;
  const { t } = useTranslation();
  const { data, isPending } = useFacets();
  const describe = (count: number) => t('incidents.count', { count });
  const teams = facetOptions({
    found: (data?.teams ?? []).map(({ team, count }) => ({
      value: team,
      count,
    })),
    chosen: query.team,
    describe,
  });
  const labels = facetOptions({
    found: (data?.labels ?? []).map(({ label, count }) => ({
      value: label,
      count,
    })),
    chosen: query.label,
    describe,
  });
  return (
    <>
      {(isPending || teams.length > 0) && (
        <FilterSelect
          label={t('incidents.team')}
          placeholder={t('incidents.anyTeam')}
          isSearchable
          options={teams}
          value={query.team}
          onChange={team => onChange({ team })}
        />
      )}
      {(isPending || labels.length > 0) && (
        <FilterSelect
          label={t('incidents.label')}
          placeholder={t('incidents.anyLabel')}
          isSearchable
          options={labels}
          value={query.label}
          onChange={label => onChange({ label })}
        />
      )}
    </>
  );
}
