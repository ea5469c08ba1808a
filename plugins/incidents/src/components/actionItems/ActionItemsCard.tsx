import { ActionItems } from '@backstage-incidents/incidents-common';
import { Alert, Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { useId } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useActionItems } from '../../api/useActionItems';
import { useWords } from '../../words/useWords';
import { FailureNotice } from '../common/FailureNotice';
import { ActionItemsControls } from './ActionItemsControls';
import { ActionItemsBody } from './ActionItemsBody';
import { ActionItemColumn } from './actionItemColumns';
import { ActionItemsSkeleton } from './ActionItemsSkeleton';
import { ItemGrouping } from './groupItems';
import { ParentIssueNotice } from './ParentIssueNotice';
import styles from './ActionItemsCard.module.css';

/** What a host may set on the card. @public */
export interface ActionItemsCardOptions {
  /** Rows shown at a time. Default 50. */
  pageSize?: number;
  /** Puts open items under headings. Default `none`. */
  groupBy?: ItemGrouping;
  /** Parts of a row to leave out. */
  hiddenColumns?: readonly ActionItemColumn[];
}

/** The action items of one incident, and how fresh they are. */
export function ActionItemsCard(
  props: ActionItemsCardOptions & { incidentRef: string },
) {
  const {
    incidentRef,
    pageSize = 50,
    groupBy = 'none',
    hiddenColumns = [],
  } = props;
  const { t } = useWords();
  const headingId = useId();
  const query = useActionItems(incidentRef);
  const failure = query.error ? describeFailure(query.error) : undefined;
  // What one may no longer see must not stay on the screen.
  const barred = failure?.kind === 'notFound' || failure?.kind === 'forbidden';
  const data = barred ? undefined : query.data;
  return (
    <Card role="region" aria-labelledby={headingId} className={styles.card}>
      <CardHeader>
        <div className={styles.head}>
          <Text
            as="h3"
            id={headingId}
            variant="title-x-small"
            weight="bold"
            className={styles.heading}
          >
            {t('actionItems.title')}
          </Text>
          {data && (
            <ActionItemsControls incidentRef={incidentRef} data={data} />
          )}
        </div>
      </CardHeader>
      <CardBody>
        <div className={styles.body}>
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
              <ParentIssueNotice incidentRef={incidentRef} data={data} />
              <SyncFailure data={data} />
              <ActionItemsBody
                incidentRef={incidentRef}
                data={data}
                pageSize={pageSize}
                groupBy={groupBy}
                hiddenColumns={hiddenColumns}
              />
            </>
          )}
        </div>
      </CardBody>
    </Card>
  );
}

function StaleNotice() {
  const { t } = useWords();
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
  const { parentIssue, sync } = props.data;
  const { t } = useWords();
  if (parentIssue.status !== 'linked' || !sync.error) return null;
  return (
    <Alert
      icon
      status="warning"
      title={t('sync.failureTitle')}
      description={`${sync.error} ${t('sync.failureKept')}`}
    />
  );
}
