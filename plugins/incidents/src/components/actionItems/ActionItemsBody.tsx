import { ActionItems } from '@backstage-incidents/incidents-common';
import { Alert, Text } from '@backstage/ui';
import { useMemo } from 'react';
import { useWords } from '../../words/useWords';
import { ActionItemList } from './ActionItemList';
import { ActionItemColumn } from './actionItemColumns';
import { arrangeItems } from './arrangeItems';
import { ClosedItems } from './ClosedItems';
import { ProgressSummary } from './ProgressSummary';
import styles from './ActionItemsCard.module.css';

/** The items themselves, or why there are none. */
export function ActionItemsBody(props: {
  data: ActionItems;
  pageSize: number;
  hiddenColumns: readonly ActionItemColumn[];
}) {
  const { data, pageSize, hiddenColumns } = props;
  const { t } = useWords();
  const { open, closed } = useMemo(
    () => arrangeItems(data.items),
    [data.items],
  );
  if (data.items.length === 0) return <NoItems data={data} />;
  return (
    <>
      <ProgressSummary progress={data.progress} />
      {open.length === 0 && <AllDone data={data} />}
      {open.length > 0 && (
        <ActionItemList
          label={t('actionItems.open')}
          items={open}
          pageSize={pageSize}
          hiddenColumns={hiddenColumns}
        />
      )}
      {closed.length > 0 && (
        <ClosedItems count={closed.length}>
          <ActionItemList
            label={t('actionItems.closedLabel')}
            items={closed}
            pageSize={pageSize}
            hiddenColumns={hiddenColumns}
          />
        </ClosedItems>
      )}
    </>
  );
}

function NoItems(props: { data: ActionItems }) {
  const { parentIssue } = props.data;
  const { t } = useWords();
  if (parentIssue.status === 'notConfigured') return null;
  return (
    <div className={styles.empty}>
      <Text as="p" variant="body-medium" weight="bold">
        {t('actionItems.emptyTitle')}
      </Text>
      <Text as="p" variant="body-small" color="secondary">
        {parentIssue.status === 'linked' && parentIssue.identifier
          ? t('actionItems.empty', { identifier: parentIssue.identifier })
          : t('actionItems.emptyUnlinked')}
      </Text>
    </div>
  );
}

function AllDone(props: { data: ActionItems }) {
  const { parentIssue, progress } = props.data;
  const { t } = useWords();
  const completed = parentIssue.state?.type === 'completed';
  return (
    <Alert
      icon
      status="success"
      title={t('actionItems.allDone', { total: String(progress.total) })}
      description={
        completed && parentIssue.identifier && parentIssue.state
          ? t('actionItems.allDoneParent', {
              identifier: parentIssue.identifier,
              state: parentIssue.state.name,
            })
          : undefined
      }
    />
  );
}
