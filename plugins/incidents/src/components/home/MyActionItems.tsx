import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Skeleton } from '@backstage/ui';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { MyActionItem, useMyActionItems } from '../../api/useMyActionItems';
import { useWords } from '../../words/useWords';
import { Hint } from '../common/Hint';
import { arrangeItems } from '../actionItems/arrangeItems';
import { DueDate } from '../actionItems/DueDate';
import { ExternalLink } from '../common/ExternalLink';
import { FailureNotice } from '../common/FailureNotice';
import { PriorityIcon } from '../common/PriorityIcon';
import { StateLabel } from '../common/StateLabel';
import styles from './MyActionItems.module.css';

/** The reader's open action items over all incidents, what is late first. @public */
export function MyActionItems() {
  return (
    <IncidentsQueryProvider>
      <MyActionItemsList />
    </IncidentsQueryProvider>
  );
}

function MyActionItemsList() {
  const { t } = useWords();
  const { data, error, isFetching, refetch } = useMyActionItems();
  if (error) {
    return (
      <FailureNotice
        error={error}
        onRetry={() => refetch()}
        isRetrying={isFetching}
      />
    );
  }
  if (!data) return <Skeleton width="100%" height={28} />;
  const { open } = arrangeItems(data.mine.map(({ item }) => item));
  const incidentOf = new Map(
    data.mine.map(({ item, incident }) => [item.id, incident]),
  );
  return (
    <>
      {open.length === 0 && <Hint>{t('mine.empty')}</Hint>}
      {open.length > 0 && (
        <ul aria-label={t('mine.title')} className={styles.list}>
          {open.map(item => (
            <MyItem
              key={item.id}
              item={item}
              incident={incidentOf.get(item.id)}
            />
          ))}
        </ul>
      )}
      {!data.complete && <Hint>{t('mine.partial')}</Hint>}
    </>
  );
}

function MyItem(props: {
  item: MyActionItem['item'];
  incident: MyActionItem['incident'] | undefined;
}) {
  const { item, incident } = props;
  const entityLink = useEntityRefLink();
  return (
    <li className={styles.row}>
      <PriorityIcon priority={item.priority} />
      <span className={styles.title}>
        <ExternalLink href={item.url}>{item.title}</ExternalLink>
        <span className={styles.where}>
          {item.identifier}
          {incident && (
            <Link href={entityLink(incident.entityRef)} variant="body-small">
              {incident.ref}
            </Link>
          )}
          <StateLabel state={item.state} />
        </span>
      </span>
      <span className={styles.due}>
        <DueDate item={item} />
      </span>
    </li>
  );
}
