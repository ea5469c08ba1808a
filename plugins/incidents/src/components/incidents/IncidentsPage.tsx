import { operationsReadPermission } from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { describeFailure } from '../../api/describeFailure';
import { useLinearStatus } from '../../api/useLinearStatus';
import { useStatistics } from '../../api/useStatistics';
import { useTranslation } from '../../i18n/useTranslation';
import { ForbiddenNotice } from '../common/ForbiddenNotice';
import { ChartsSection } from './ChartsSection';
import { DeclaredNotice } from './DeclaredNotice';
import { DeclareIncidentDialog } from './DeclareIncidentDialog';
import { IncidentFiltersBar } from './IncidentFiltersBar';
import { IncidentList } from './IncidentList';
import { filtersOf, isFiltered } from './incidentQuery';
import { IncidentsHead } from './IncidentsHead';
import { ListOutage } from './ListOutage';
import { NoIncidents } from './NoIncidents';
import { SavedViews } from './SavedViews';
import { SummaryNumbers } from './SummaryNumbers';
import { useDeclaring } from './useDeclaring';
import { useIncidentsAddress } from './useIncidentsAddress';
import { useListPage } from './useListPage';
import styles from './IncidentsPage.module.css';

const PAGE_SIZE = 25;

/** All incidents that the user can see: numbers, charts, filters, list. */
export function IncidentsPage(props: { operationsPath: string }) {
  const { operationsPath } = props;
  const { t } = useTranslation();
  const address = useIncidentsAddress();
  const { query, charts, change, clear, changeCharts, hrefWith } = address;
  const declaring = useDeclaring();
  const { list, hasStartedOver } = useListPage({
    address,
    pageSize: PAGE_SIZE,
  });
  const operations = usePermission({ permission: operationsReadPermission });
  const { data: status } = useLinearStatus({
    isEnabled: operations.allowed,
    isWatching: false,
  });
  const statistics = useStatistics({
    filters: filtersOf(query),
    weeks: charts.weeks,
  });
  const isForbidden =
    list.error !== null && describeFailure(list.error).kind === 'forbidden';
  const isEmpty =
    !isFiltered(query) &&
    !list.isPlaceholderData &&
    list.data?.totalItems === 0;
  return (
    <main className={styles.page}>
      <IncidentsHead
        operationsPath={operationsPath}
        charts={
          isForbidden || isEmpty
            ? undefined
            : {
                areShown: charts.isShown,
                onToggle: () => changeCharts({ isShown: !charts.isShown }),
              }
        }
        onDeclare={isEmpty ? undefined : declaring.open}
        attention={status?.attention.length ?? 0}
      />
      <ListOutage status={status} incidents={list.data?.items ?? []} />
      {declaring.declared && <DeclaredNotice {...declaring.declared} />}
      {isForbidden && (
        <ForbiddenNotice
          title={t('incidents.forbiddenTitle')}
          text={t('incidents.forbidden')}
        />
      )}
      {isEmpty && <NoIncidents onDeclare={declaring.open} />}
      {!isForbidden && !isEmpty && (
        <>
          <SummaryNumbers
            statistics={statistics}
            isFailureShown={list.isError}
            weeks={charts.weeks}
            hrefWith={hrefWith}
          />
          {charts.isShown && (
            <ChartsSection
              statistics={statistics}
              weeks={charts.weeks}
              onWeeksChange={weeks => changeCharts({ weeks })}
            />
          )}
          <SavedViews />
          <IncidentFiltersBar query={query} onChange={change} onClear={clear} />
          <IncidentList
            list={list}
            onRetry={() => {
              list.refetch();
              if (statistics.isError) statistics.refetch();
            }}
            query={query}
            pageSize={PAGE_SIZE}
            hasStartedOver={hasStartedOver}
            onChange={change}
            onClear={clear}
          />
        </>
      )}
      {declaring.visibility && (
        <DeclareIncidentDialog
          visibility={declaring.visibility}
          onDeclared={declaring.onDeclared}
          onClose={declaring.close}
        />
      )}
    </main>
  );
}
