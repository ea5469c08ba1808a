import {
  ActionItems,
  incidentRefFromEntityName,
} from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Alert } from '@backstage/ui';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { isHidden } from '../../api/describeFailure';
import { useActionItems } from '../../api/useActionItems';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { Countdown } from '../common/Countdown';
import { FailureNotice } from '../common/FailureNotice';
import { OutageNotice, outageOf } from '../common/OutageNotice';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { ActionItemsControls } from './ActionItemsControls';
import { ActionItemsBody } from './ActionItemsBody';
import { ActionItemColumn } from './actionItemColumns';
import { ActionItemsSkeleton } from './ActionItemsSkeleton';
import { CardDialogs } from './CardDialogs';
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
      {data && (
        <>
          {data.parentIssue.status !== 'linked' && (
            <ParentIssueNotice
              incidentRef={incidentRef}
              data={data}
              onLink={actions.may.link ? () => actions.open('link') : undefined}
            />
          )}
          {query.error ? <StaleNotice /> : <SyncFailure data={data} />}
          {actions.undoNotice}
          <ActionItemsBody
            incidentRef={incidentRef}
            data={data}
            pageSize={pageSize}
            groupBy={groupBy}
            hiddenColumns={hiddenColumns}
            actions={actions}
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
  const { parentIssue, sync } = props.data;
  const { error, lastSuccessAt, nextRefreshAllowedAt } = sync;
  if (!error || parentIssue.status !== 'linked') return null;
  const showing = lastSuccessAt
    ? t('outage.showingFrom', { clock: clock(lastSuccessAt, Date.now()) })
    : '';
  const outage = outageOf(error);
  if (outage) {
    const safe =
      outage === 'unauthorized' ? t('outage.renew') : t('outage.safe');
    return (
      <OutageNotice
        outage={outage}
        text={`${showing} ${safe}`.trim()}
        nextTryAt={outage === 'unauthorized' ? undefined : nextRefreshAllowedAt}
      />
    );
  }
  return (
    <Alert
      role="status"
      icon
      status="warning"
      title={t('sync.failureTitle')}
      description={
        <>
          {asSentence(reason(error))} {showing}{' '}
          {nextRefreshAllowedAt && <Countdown until={nextRefreshAllowedAt} />}
        </>
      }
    />
  );
}
