import { ActionItems } from '@backstage-incidents/incidents-common';
import { Button, Text } from '@backstage/ui';
import { ReactNode, useDeferredValue, useMemo, useState } from 'react';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { ActionItemList } from './ActionItemList';
import { AllClosedNotice } from './AllClosedNotice';
import { ActionItemColumn } from './actionItemColumns';
import { arrangeItems } from './arrangeItems';
import { ClosedItems } from './ClosedItems';
import { filterItems, ItemFilter } from './filterItems';
import { groupItems, ItemGrouping } from './groupItems';
import { isUnlinked } from './freshness';
import { ItemFilters } from './ItemFilters';
import { ProgressSummary } from './ProgressSummary';
import { useItemEditing } from './useItemEditing';
import { useRowFocus } from './useRowFocus';
import styles from './ActionItemsCard.module.css';

/** The items themselves, or why there are none. */
export function ActionItemsBody(props: {
  incidentRef: string;
  data: ActionItems;
  pageSize: number;
  groupBy: ItemGrouping;
  hiddenColumns: readonly ActionItemColumn[];
  mayEdit: boolean;
  /** The action offered while there are no items. */
  emptyAction?: ReactNode;
}) {
  const { incidentRef, data, pageSize, groupBy, hiddenColumns } = props;
  const { mayEdit, emptyAction } = props;
  const { t } = useTranslation();
  const userRef = useCurrentUserRef();
  const [filter, setFilter] = useState<ItemFilter>({ view: 'all' });
  const { editing, overlay } = useItemEditing({
    incidentRef,
    data,
    mayEdit,
  });
  // Typing stays responsive; the rows update later.
  const text = useDeferredValue(filter.text);
  const { open, closed } = useMemo(
    () => arrangeItems(filterItems(data.items, { ...filter, text }, userRef)),
    [data.items, filter, text, userRef],
  );
  const rowFocus = useRowFocus(open.map(item => item.id));
  if (data.items.length === 0) {
    return <NoItems data={data} action={emptyAction} />;
  }
  const allClosed = data.progress.todo + data.progress.inProgress === 0;
  return (
    <div className={styles.body} {...rowFocus}>
      <ProgressSummary progress={data.progress} />
      {overlay}
      {allClosed && (
        <AllClosedNotice
          incidentRef={incidentRef}
          parentIssue={data.parentIssue}
        />
      )}
      {data.items.length > 1 && (
        <ItemFilters
          items={data.items}
          filter={filter}
          userRef={userRef}
          onChange={setFilter}
        />
      )}
      {groupItems(open, groupBy).map(group => {
        const heading = group.name || t('actionItems.unassigned');
        return (
          <div key={group.name}>
            {groupBy !== 'none' && (
              <Text as="h4" variant="body-small" weight="bold">
                {t('actionItems.group', {
                  name: heading,
                  n: group.items.length,
                })}
              </Text>
            )}
            <ActionItemList
              label={
                groupBy === 'none'
                  ? t('actionItems.open')
                  : t('actionItems.openIn', { name: heading })
              }
              items={group.items}
              pageSize={pageSize}
              hiddenColumns={hiddenColumns}
              editing={editing}
            />
          </div>
        );
      })}
      {open.length + closed.length === 0 && (
        <div className={styles.empty}>
          <Hint>{t('actionItems.noMatch')}</Hint>
          <Button
            size="small"
            variant="secondary"
            onPress={() => setFilter({ view: 'all' })}
          >
            {t('actionItems.clearFilters')}
          </Button>
        </div>
      )}
      {closed.length > 0 && (
        <ClosedItems count={closed.length}>
          <ActionItemList
            label={t('actionItems.closedLabel')}
            items={closed}
            pageSize={pageSize}
            hiddenColumns={hiddenColumns}
            editing={editing}
          />
        </ClosedItems>
      )}
    </div>
  );
}

function NoItems(props: { data: ActionItems; action?: ReactNode }) {
  const { data, action } = props;
  const { parentIssue } = data;
  const { t } = useTranslation();
  // The notice above already explains it.
  if (parentIssue.status === 'notConfigured' || isUnlinked(parentIssue)) {
    return null;
  }
  return (
    <div className={styles.empty}>
      <Text as="p" variant="body-medium" weight="bold">
        {t('actionItems.emptyTitle')}
      </Text>
      <Hint>
        {parentIssue.status === 'linked' && parentIssue.identifier
          ? t('actionItems.empty', { identifier: parentIssue.identifier })
          : t('actionItems.emptyUnlinked')}
      </Hint>
      {action}
    </div>
  );
}
