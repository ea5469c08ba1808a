import {
  incidentCreatePermission,
  operationsReadPermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, ButtonLink, Skeleton, Text } from '@backstage/ui';
import { RiAddLine, RiBarChart2Line, RiPulseLine } from '@remixicon/react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useWords } from '../../words/useWords';
import { DeclareIncidentDialog } from './DeclareIncidentDialog';
import { IncidentFiltersBar } from './IncidentFiltersBar';
import { IncidentList } from './IncidentList';
import {
  IncidentQuery,
  parseIncidentQuery,
  writeIncidentQuery,
} from './incidentQuery';
import { SummaryNumbers } from './SummaryNumbers';
import styles from './IncidentsPage.module.css';

// The charts bring a library that nobody should load who does not look at them.
const IncidentCharts = lazy(() =>
  import('./IncidentCharts').then(module => ({
    default: module.IncidentCharts,
  })),
);

/** All incidents the reader may see: numbers, charts, filters, list. */
export function IncidentsPage(props: { operationsPath: string }) {
  const { operationsPath } = props;
  const { t } = useWords();
  const navigate = useNavigate();
  const entityLink = useEntityRefLink();
  const [params, setParams] = useSearchParams();
  const [isDeclaring, setDeclaring] = useState(false);
  const create = usePermission({ permission: incidentCreatePermission });
  const operations = usePermission({ permission: operationsReadPermission });
  const query = parseIncidentQuery(params);
  const showsCharts = params.get('charts') === '1';
  const change = useCallback(
    (next: Partial<IncidentQuery>) =>
      setParams(
        current =>
          writeIncidentQuery(
            { ...parseIncidentQuery(current), ...next },
            current,
          ),
        { replace: true },
      ),
    [setParams],
  );
  const clear = () =>
    setParams(
      current => {
        const empty = new URLSearchParams();
        const kept = parseIncidentQuery(empty);
        return writeIncidentQuery(
          { ...kept, orderBy: parseIncidentQuery(current).orderBy },
          new URLSearchParams(showsCharts ? { charts: '1' } : {}),
        );
      },
      { replace: true },
    );
  const toggleCharts = () =>
    setParams(
      current => {
        const next = new URLSearchParams(current);
        if (showsCharts) next.delete('charts');
        else next.set('charts', '1');
        return next;
      },
      { replace: true },
    );
  return (
    <main className={styles.page}>
      <div className={styles.head}>
        <Text
          as="h1"
          variant="title-medium"
          weight="bold"
          className={styles.heading}
        >
          {t('incidents.title')}
        </Text>
        <div className={styles.headActions}>
          {operations.allowed && (
            <ButtonLink
              variant="secondary"
              href={operationsPath}
              iconStart={<RiPulseLine />}
            >
              {t('operations.title')}
            </ButtonLink>
          )}
          <Button
            variant="secondary"
            aria-expanded={showsCharts}
            iconStart={<RiBarChart2Line />}
            onPress={toggleCharts}
          >
            {showsCharts ? t('charts.hide') : t('charts.show')}
          </Button>
          {create.allowed && (
            <Button
              variant="primary"
              iconStart={<RiAddLine />}
              onPress={() => setDeclaring(true)}
            >
              {t('incidents.declare')}
            </Button>
          )}
        </div>
      </div>
      <SummaryNumbers />
      {showsCharts && (
        <Suspense fallback={<Skeleton width="100%" height={240} />}>
          <IncidentCharts />
        </Suspense>
      )}
      <IncidentFiltersBar query={query} onChange={change} onClear={clear} />
      <IncidentList
        key={JSON.stringify(query)}
        query={query}
        onChange={change}
        onClear={clear}
      />
      {isDeclaring && (
        <DeclareIncidentDialog
          onDeclared={incident => navigate(entityLink(incident.entityRef))}
          onClose={() => setDeclaring(false)}
        />
      )}
    </main>
  );
}
