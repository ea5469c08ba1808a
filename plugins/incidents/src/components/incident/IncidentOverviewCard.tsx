import {
  Card,
  CardBody,
  CardHeader,
  Flex,
  Skeleton,
  Text,
  VisuallyHidden,
} from '@backstage/ui';
import { useId } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useIncident } from '../../api/useIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { IncidentActions } from './IncidentActions';
import { IncidentFacts } from './IncidentFacts';
import { IncidentHead } from './IncidentHead';
import { Summary } from './Summary';
import styles from './IncidentOverview.module.css';

/** One incident at a glance. */
export function IncidentOverviewCard(props: { incidentRef: string }) {
  const { incidentRef } = props;
  const { t } = useTranslation();
  const headingId = useId();
  const query = useIncident(incidentRef);
  const failure = query.error ? describeFailure(query.error) : undefined;
  // What one may no longer see must not stay on the screen.
  const isHidden =
    failure?.kind === 'notFound' || failure?.kind === 'forbidden';
  const incident = isHidden ? undefined : query.data;
  return (
    <Card role="region" aria-labelledby={headingId} className={styles.card}>
      <CardHeader>
        {incident ? (
          <IncidentHead incident={incident} headingId={headingId} />
        ) : (
          <Text as="h3" id={headingId} variant="title-x-small" weight="bold">
            {t('incident.title')}
          </Text>
        )}
      </CardHeader>
      <CardBody>
        <div className={styles.body}>
          {query.error && (
            <FailureNotice
              error={query.error}
              onRetry={() => query.refetch()}
              isRetrying={query.isFetching}
            />
          )}
          {query.isPending && <OverviewSkeleton />}
          {incident?.summary && <Summary text={incident.summary} />}
          {incident && <IncidentFacts incident={incident} />}
          {incident && <IncidentActions incident={incident} />}
        </div>
      </CardBody>
    </Card>
  );
}

function OverviewSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status">
      <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      <Flex direction="column" gap="3">
        <Skeleton width="90%" height={16} />
        <Skeleton width="60%" height={16} />
        <Skeleton width="75%" height={16} />
      </Flex>
    </div>
  );
}
