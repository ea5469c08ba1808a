import {
  Incident,
  IncidentFilters,
} from '@backstage-incidents/incidents-common';
import { Link } from '@backstage/ui';
import { ReactNode, useState } from 'react';
import { useIncidentsPath } from '../../api/useIncidentsPath';
import { useOpenActionItems } from '../../api/useOpenActionItems';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { Hint } from '../common/Hint';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { IncidentLines } from './IncidentLines';
import { LoadingLines } from './LoadingLines';
import { RelatedItems } from './RelatedItems';
import { useRelatedIncidents } from './useRelatedIncidents';
import styles from './RelatedIncidentsCard.module.css';

const INCIDENTS_SHOWN = 5;
const ITEMS_SHOWN = 5;
const MORE_ITEMS = 25;
/** The most rows that one request returns. */
const MAX_ITEMS = 200;

/** The filters of the card, and its texts. */
export interface RelatedIncidentsCardProps {
  title: string;
  /** Filters of the incidents; empty filters would match everything, so they are not requested. */
  incidents: {
    filters: Pick<IncidentFilters, 'lead' | 'affects'>;
    emptyText: string;
    aboutOf?: (incident: Incident) => string | undefined;
  };
  items: {
    filters: { assignee: string[] } | { affects: string[] };
    title: string;
    emptyText: string;
    showsAssignee: boolean;
  };
  /** The entities included, if not only the page's own. */
  scopeText?: string;
  /** An action beside the heading. */
  action?: ReactNode;
}

/** Incidents and open action items of an entity. */
export function RelatedIncidentsCard(props: RelatedIncidentsCardProps) {
  const { title, incidents, items, scopeText, action } = props;
  const { t } = useTranslation();
  const [limit, setLimit] = useState(ITEMS_SHOWN);
  const related = useRelatedIncidents({
    filters: incidents.filters,
    shown: INCIDENTS_SHOWN,
  });
  const open = useOpenActionItems({ ...items.filters, limit });
  const error = related.error ?? open.error;
  const isLoading = !error && (!related.data || !open.data);
  // Without incidents there are no action items, so no text is needed.
  const goesWithoutSaying =
    'affects' in items.filters &&
    related.data?.incidents.length === 0 &&
    open.data?.totalItems === 0;
  const allPath = useAllIncidentsPath(incidents.filters);
  return (
    <SectionCard
      head={headingId => (
        <>
          <div className={styles.head}>
            <CardHeading id={headingId} className={styles.heading}>
              {title}
            </CardHeading>
            {related.data && (
              <span className={styles.quiet}>
                {t('related.counts', {
                  open: related.data.open,
                  closed: related.data.closed,
                })}
              </span>
            )}
            {allPath && (
              <Link href={allPath} variant="body-small" className={styles.all}>
                {t('related.all')}
              </Link>
            )}
            {action}
          </div>
          {scopeText && <p className={styles.quiet}>{scopeText}</p>}
        </>
      )}
    >
      {error && (
        <FailureNotice
          error={error}
          isRetrying={related.isFetching || open.isFetching}
          onRetry={() => {
            related.refetch();
            open.refetch();
          }}
        />
      )}
      {isLoading && <LoadingLines count={3} />}
      {!isLoading && related.data && (
        <div className={styles.section}>
          {related.data.incidents.length === 0 ? (
            <Hint>{incidents.emptyText}</Hint>
          ) : (
            <IncidentLines
              incidents={related.data.incidents}
              aboutOf={incidents.aboutOf}
            />
          )}
          {related.data.open > INCIDENTS_SHOWN && (
            <p className={styles.quiet}>
              {t('related.newest', {
                n: INCIDENTS_SHOWN,
                total: related.data.open,
              })}
            </p>
          )}
        </div>
      )}
      {!isLoading && open.data && !goesWithoutSaying && (
        <RelatedItems
          title={items.title}
          emptyText={items.emptyText}
          page={open.data}
          showsAssignee={items.showsAssignee}
          more={{
            step: MORE_ITEMS,
            isPending: open.isPlaceholderData,
            onShow:
              limit < MAX_ITEMS
                ? () => setLimit(Math.min(limit + MORE_ITEMS, MAX_ITEMS))
                : undefined,
          }}
        />
      )}
    </SectionCard>
  );
}

/** The incidents page with the card's filters in its URL. */
function useAllIncidentsPath(
  filters: Pick<IncidentFilters, 'lead' | 'affects'>,
): string | undefined {
  const path = useIncidentsPath();
  if (path === undefined) return undefined;
  const params = new URLSearchParams();
  for (const lead of filters.lead ?? []) params.append('lead', lead);
  for (const ref of filters.affects ?? []) params.append('affects', ref);
  return `${path}?${params}`;
}
