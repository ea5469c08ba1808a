import { Incident } from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { describeFailure } from '../../api/describeFailure';
import { useStatistics } from '../../api/useStatistics';
import { ChartsSection } from './ChartsSection';
import { DeclaredNotice } from './DeclaredNotice';
import { DeclareIncidentDialog } from './DeclareIncidentDialog';
import { ForbiddenNotice } from './ForbiddenNotice';
import { IncidentFiltersBar } from './IncidentFiltersBar';
import { IncidentList } from './IncidentList';
import { filtersOf, isFiltered } from './incidentQuery';
import { IncidentsHead } from './IncidentsHead';
import { NoIncidents } from './NoIncidents';
import { SummaryNumbers } from './SummaryNumbers';
import { useIncidentsAddress } from './useIncidentsAddress';
import { useListPage } from './useListPage';
import styles from './IncidentsPage.module.css';

const PAGE_SIZE = 25;

/** All incidents the reader may see: numbers, charts, filters, list. */
export function IncidentsPage(props: { operationsPath: string }) {
  const { operationsPath } = props;
  const navigate = useNavigate();
  const entityLink = useEntityRefLink();
  const address = useIncidentsAddress();
  const { query, charts, change, clear, changeCharts, hrefWith } = address;
  const [isDeclaring, setDeclaring] = useState(false);
  const [declared, setDeclared] = useState<Incident>();
  const { list, hasStartedOver } = useListPage({
    address,
    pageSize: PAGE_SIZE,
  });
  const statistics = useStatistics({
    filters: filtersOf(query),
    weeks: charts.weeks,
  });
  const declare = () => setDeclaring(true);
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
        onDeclare={isEmpty ? undefined : declare}
      />
      {declared && <DeclaredNotice incident={declared} />}
      {isForbidden && <ForbiddenNotice />}
      {isEmpty && <NoIncidents onDeclare={declare} />}
      {!isForbidden && !isEmpty && (
        <>
          <SummaryNumbers
            statistics={statistics}
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
          <IncidentFiltersBar query={query} onChange={change} onClear={clear} />
          <IncidentList
            list={list}
            query={query}
            pageSize={PAGE_SIZE}
            hasStartedOver={hasStartedOver}
            onChange={change}
            onClear={clear}
          />
        </>
      )}
      {isDeclaring && (
        <DeclareIncidentDialog
          onDeclared={({ incident, hasPage }) => {
            setDeclaring(false);
            if (hasPage) navigate(entityLink(incident.entityRef));
            else setDeclared(incident);
          }}
          onClose={() => setDeclaring(false)}
        />
      )}
    </main>
  );
}
