import { ActionItems } from '@backstage-incidents/incidents-common';
import { Button, Text } from '@backstage/ui';
import { RiAddLine, RiCheckboxMultipleLine } from '@remixicon/react';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useTranslation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { ActionItemList } from './ActionItemList';
import { AddItemField } from './AddItemField';
import { AllClosedNotice } from './AllClosedNotice';
import { ActionItemColumn } from './actionItemColumns';
import { arrangeItems } from './arrangeItems';
import { BulkBar } from './BulkBar';
import { ClosedItems } from './ClosedItems';
import { filterItems, ItemFilter } from './filterItems';
import { groupItems, ItemGrouping } from './groupItems';
import { isUnlinked } from './freshness';
import { ItemFilters } from './ItemFilters';
import { ProgressSummary } from './ProgressSummary';
import { CardActions } from './useCardActions';
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
  actions: CardActions;
}) {
  const { incidentRef, data, pageSize, groupBy, hiddenColumns } = props;
  const { may, open: openDialog, announce, offerUndo } = props.actions;
  const { t } = useTranslation();
  const canAdd = may.create && data.parentIssue.status === 'linked';
  // Absent: the rows have no checkboxes.
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>();
  const userRef = useCurrentUserRef();
  const [filter, setFilter] = useState<ItemFilter>({ view: 'all' });
  const { editing, overlay } = useItemEditing({
    incidentRef,
    data,
    mayEdit: may.edit,
    mayAttach: may.create,
    onDetached: ({ identifier }, undo) => {
      const text = t('detachItem.done', { identifier });
      if (undo) offerUndo({ text, undo });
      else announce(text);
    },
  });
  // Typing stays responsive; the rows update later.
  const text = useDeferredValue(filter.text);
  const { open, closed } = useMemo(
    () => arrangeItems(filterItems(data.items, { ...filter, text }, userRef)),
    [data.items, filter, text, userRef],
  );
  const rowFocus = useRowFocus(open.map(item => item.id));
  // The same each time, so that unchanged rows are not rendered again.
  const toggle = useCallback(
    (id: string) =>
      setSelectedIds(current => {
        const next = new Set(current);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  if (data.items.length === 0) {
    return (
      <NoItems
        data={data}
        onAdd={canAdd ? () => openDialog('add') : undefined}
      />
    );
  }
  const selectable = [...open, ...closed].filter(item => !item.archived);
  // Those that are folded are not selected with the others.
  const selectedAtOnce = open.filter(item => !item.archived);
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
      {may.edit && data.items.length > 1 && !selectedIds && (
        <div>
          <Button
            size="small"
            variant="tertiary"
            iconStart={<RiCheckboxMultipleLine />}
            onPress={() => setSelectedIds(new Set())}
          >
            {t('bulk.start')}
          </Button>
        </div>
      )}
      {selectedIds && (
        <BulkBar
          incidentRef={incidentRef}
          data={editing.data}
          selected={selectable.filter(item => selectedIds.has(item.id))}
          total={selectedAtOnce.length}
          onSelectAll={() =>
            setSelectedIds(new Set(selectedAtOnce.map(item => item.id)))
          }
          onDone={() => setSelectedIds(undefined)}
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
              selectedIds={selectedIds}
              onToggle={toggle}
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
      {canAdd && (
        <AddItemField
          incidentRef={incidentRef}
          parentIssue={data.parentIssue}
          onAdded={identifier => announce(t('addItem.added', { identifier }))}
        />
      )}
      {closed.length > 0 && (
        <ClosedItems count={closed.length}>
          <ActionItemList
            label={t('actionItems.closedLabel')}
            items={closed}
            pageSize={pageSize}
            hiddenColumns={hiddenColumns}
            editing={editing}
            selectedIds={selectedIds}
            onToggle={toggle}
          />
        </ClosedItems>
      )}
    </div>
  );
}

function NoItems(props: { data: ActionItems; onAdd?: () => void }) {
  const { data, onAdd } = props;
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
      {onAdd && (
        <Button variant="primary" iconStart={<RiAddLine />} onPress={onAdd}>
          {t('actionItems.addFirst')}
        </Button>
      )}
    </div>
  );
}
