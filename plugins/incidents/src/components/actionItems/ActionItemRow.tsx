import { ActionItem } from '@backstage-incidents/incidents-common';
import { ButtonIcon, Checkbox } from '@backstage/ui';
import { RiPencilLine } from '@remixicon/react';
import { memo, useEffect, useRef, useState } from 'react';
import { describeDue, DueDate } from '../common/DueDate';
import { ExternalLink } from '../common/ExternalLink';
import { PersonName } from '../common/PersonName';
import { PriorityIcon } from '../common/PriorityIcon';
import { StateLabel } from '../common/StateLabel';
import { useTranslation } from '../../i18n/useTranslation';
import { ActionItemColumn } from './actionItemColumns';
import { ActionItemMenu } from './ActionItemMenu';
import { isClosed } from './arrangeItems';
import {
  AssigneeMenu,
  DueDateMenu,
  ItemEditing,
  ItemValue,
  PriorityMenu,
  StateMenu,
} from './ItemValueMenus';
import { TitleField } from './TitleField';
import styles from './ActionItemRow.module.css';

function Row(props: {
  item: ActionItem;
  hiddenColumns: readonly ActionItemColumn[];
  editing: ItemEditing;
  /** Absent: it cannot be selected. */
  isSelected: boolean | undefined;
  onToggle: (id: string) => void;
}) {
  const { item, hiddenColumns, editing, isSelected, onToggle } = props;
  const { identifier, priority, state, assignee } = item;
  const translation = useTranslation();
  const { t } = translation;
  const shows = (column: ActionItemColumn) => !hiddenColumns.includes(column);
  const canEdit = editing.mayEdit && !item.archived;
  const [isRenaming, setRenaming] = useState(false);
  const value = (
    of: Pick<
      Parameters<typeof ItemValue>[0],
      'label' | 'isPicture' | 'menu' | 'children'
    >,
  ) =>
    canEdit ? <ItemValue {...of} item={item} editing={editing} /> : of.children;
  return (
    <li
      className={styles.row}
      data-item={item.id}
      data-closed={isClosed(item) || undefined}
      data-overdue={item.overdue || undefined}
    >
      {(shows('priority') || isSelected !== undefined) && (
        <span className={styles.priority}>
          {isSelected !== undefined && (
            <Checkbox
              aria-label={t('bulk.select', { identifier })}
              isSelected={isSelected}
              isDisabled={!canEdit}
              onChange={() => onToggle(item.id)}
            />
          )}
          {shows('priority') &&
            value({
              label: t('itemValue.priority', {
                identifier,
                value: t(`priority.${priority}`),
              }),
              menu: PriorityMenu,
              children: <PriorityIcon priority={priority} />,
            })}
        </span>
      )}
      <span
        className={styles.identifier}
        title={t('actionItems.team', { team: item.team.name })}
      >
        {identifier}
      </span>
      <Title
        item={item}
        editing={editing}
        canEdit={canEdit}
        showsSource={shows('source')}
        isRenaming={isRenaming}
        setRenaming={setRenaming}
      />
      {shows('state') && (
        <span className={styles.state}>
          {value({
            label: t('itemValue.state', { identifier, value: state.name }),
            menu: StateMenu,
            children: <StateLabel state={state} />,
          })}
        </span>
      )}
      {shows('assignee') && (
        <span className={styles.assignee}>
          {value({
            isPicture: true,
            label: t('itemValue.assignee', {
              identifier,
              value: assignee?.name ?? t('actionItems.unassigned'),
            }),
            menu: AssigneeMenu,
            children: assignee ? (
              <PersonName
                name={assignee.name}
                userRef={canEdit ? undefined : assignee.userRef}
                avatarUrl={assignee.avatarUrl}
              />
            ) : (
              <span className={styles.faint}>
                {t('actionItems.unassigned')}
              </span>
            ),
          })}
        </span>
      )}
      {shows('due') && (
        <span className={styles.due}>
          {isClosed(item) ? (
            <DueDate item={item} />
          ) : (
            value({
              label: t('itemValue.due', {
                identifier,
                value: describeDue(item, Date.now(), translation),
              }),
              menu: DueDateMenu,
              children: <DueDate item={item} />,
            })
          )}
        </span>
      )}
      <span className={styles.menu}>
        <ActionItemMenu
          item={item}
          editing={editing}
          canEdit={canEdit}
          onRename={() => setRenaming(true)}
        />
      </span>
    </li>
  );
}

/** The title as a link to Linear, or as a field while it is edited. */
function Title(props: {
  item: ActionItem;
  editing: ItemEditing;
  canEdit: boolean;
  showsSource: boolean;
  isRenaming: boolean;
  setRenaming: (isRenaming: boolean) => void;
}) {
  const { item, editing, canEdit, showsSource } = props;
  const { isRenaming, setRenaming } = props;
  const { t } = useTranslation();
  const pencil = useRef<HTMLButtonElement>(null);
  const returnsFocus = useRef(false);
  useEffect(() => {
    if (isRenaming || !returnsFocus.current) return;
    returnsFocus.current = false;
    pencil.current?.focus();
  }, [isRenaming]);
  return (
    <span className={styles.title}>
      {isRenaming ? (
        <TitleField
          label={t('itemValue.title', { identifier: item.identifier })}
          title={item.title}
          onDone={({ title, byKey }) => {
            returnsFocus.current = byKey;
            setRenaming(false);
            if (title !== item.title) {
              editing.onEdit(item, { kind: 'title', title });
            }
          }}
        />
      ) : (
        <span className={styles.named}>
          <ExternalLink
            href={item.url}
            className={styles.titleLink}
            title={item.title}
          >
            {item.title}
          </ExternalLink>
          {canEdit && (
            <ButtonIcon
              ref={pencil}
              size="small"
              variant="tertiary"
              className={styles.pencil}
              aria-label={t('itemValue.rename', {
                identifier: item.identifier,
              })}
              icon={<RiPencilLine />}
              onPress={() => setRenaming(true)}
            />
          )}
        </span>
      )}
      {showsSource && item.source !== 'child' && (
        <span className={styles.mark}>
          {t(`actionItems.source.${item.source}`)}
        </span>
      )}
      {item.archived && (
        <span className={styles.mark}>{t('actionItems.archived')}</span>
      )}
    </span>
  );
}

/** One issue in Linear as a row of the card; two lines on a narrow card. */
export const ActionItemRow = memo(Row);
