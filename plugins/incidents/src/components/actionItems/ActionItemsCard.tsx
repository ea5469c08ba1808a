import {
  ActionItems,
  incidentRefFromEntityName,
} from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Alert, Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { isHidden } from '../../api/describeFailure';
import { useActionItems } from '../../api/useActionItems';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { ActionItemsControls } from './ActionItemsControls';
import { ActionItemsBody } from './ActionItemsBody';
import { ActionItemColumn } from './actionItemColumns';
import { ActionItemsSkeleton } from './ActionItemsSkeleton';
import { CardDialogs } from './CardDialogs';
import { freshnessOf } from './freshness';
import { ItemGrouping } from './groupItems';
import { ParentIssueNotice } from './ParentIssueNotice';
import { RelatedIncidents } from './RelatedIncidents';
import { useCardActions } from './useCardActions';
import styles from './ActionItemsCard.module.css';

// The same each time, so that unchanged rows are not rendered again.
const NONE_HIDDEN: readonly ActionItemColumn[] = [];

/** Options of the card that a host can set. @public */
export interface ActionItemsCardOptions {
  /** Rows per page. Default 50. */
  pageSize?: number;
  /** Groups open items under headings. Default `none`. */
  groupBy?: ItemGrouping;
  /** Parts of a row to leave out. */
  hiddenColumns?: readonly ActionItemColumn[];
}

/** The action items of the incident whose entity page this is. @public */
export function EntityActionItemsCard(props: ActionItemsCardOptions) {
  const { entity } = useEntity();
  return (
    <IncidentsQueryProvider>
      <ActionItemsCard
        {...props}
        incidentRef={incidentRefFromEntityName(entity.metadata.name)}
      />
    </IncidentsQueryProvider>
  );
}

/** The action items of one incident, and how fresh they are. */
export function ActionItemsCard(
  props: ActionItemsCardOptions & { incidentRef: string },
) {
  const {
    incidentRef,
    pageSize = 50,
    groupBy = 'none',
    hiddenColumns = NONE_HIDDEN,
  } = props;
  const { t } = useTranslation();
  const query = useActionItems(incidentRef);
  const actions = useCardActions(incidentRef);
  const data = isHidden(query.error) ? undefined : query.data;
  return (
    <SectionCard
      head={headingId => (
        <div className={styles.head}>
          <CardHeading id={headingId} className={styles.heading}>
            {t('actionItems.title')}
          </CardHeading>
          {data && (
            <ActionItemsControls
              incidentRef={incidentRef}
              data={data}
              actions={actions}
            />
          )}
        </div>
      )}
    >
      {query.error && !data && (
        <FailureNotice
          error={query.error}
          onRetry={() => query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.isPending && <ActionItemsSkeleton />}
      {query.error && data && <StaleNotice />}
      {data && (
        <>
          {data.parentIssue.status !== 'linked' && (
            <ParentIssueNotice
              incidentRef={incidentRef}
              data={data}
              onLink={actions.may.link ? () => actions.open('link') : undefined}
            />
          )}
          <SyncFailure data={data} />
          <ActionItemsBody
            incidentRef={incidentRef}
            data={data}
            pageSize={pageSize}
            groupBy={groupBy}
            hiddenColumns={hiddenColumns}
            mayEdit={actions.may.edit}
            emptyAction={
              actions.may.create && data.parentIssue.status === 'linked' ? (
                <Button
                  variant="primary"
                  iconStart={<RiAddLine />}
                  onPress={() => actions.open('add')}
                >
                  {t('actionItems.addFirst')}
                </Button>
              ) : undefined
            }
          />
          {data.relatedIncidents.length > 0 && (
            <RelatedIncidents incidents={data.relatedIncidents} />
          )}
          <CardDialogs
            incidentRef={incidentRef}
            parentIssue={data.parentIssue}
            actions={actions}
          />
        </>
      )}
    </SectionCard>
  );
}

function StaleNotice() {
  const { t } = useTranslation();
  return (
    <Alert
      role="alert"
      icon
      status="warning"
      title={t('failure.staleTitle')}
      description={t('failure.stale')}
    />
  );
}

function SyncFailure(props: { data: ActionItems }) {
  const { t, clock, reason } = useTranslation();
  const freshness = freshnessOf(props.data);
  if (freshness.kind !== 'failing' && freshness.kind !== 'refused') {
    return null;
  }
  const { lastSuccessAt } = props.data.sync;
  const why =
    freshness.kind === 'failing'
      ? asSentence(reason(freshness.error))
      : `${t('sync.refused')}. ${t('sync.refusedAdvice')}`;
  return (
    <Alert
      icon
      status="warning"
      title={t('sync.failureTitle')}
      description={
        lastSuccessAt
          ? `${why} ${t('sync.showingFrom', {
              clock: clock(lastSuccessAt, Date.now()),
            })}`
          : why
      }
    />
  );
}
