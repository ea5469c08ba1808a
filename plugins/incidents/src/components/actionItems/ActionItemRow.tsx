import { ActionItem } from '@backstage-incidents/incidents-common';
import { memo, ReactNode } from 'react';
import { ExternalLink } from '../common/ExternalLink';
import { PersonName } from '../common/PersonName';
import { PriorityIcon } from '../common/PriorityIcon';
import { StateLabel } from '../common/StateLabel';
import { useTranslation } from '../../i18n/useTranslation';
import { ActionItemColumn } from './actionItemColumns';
import { isClosed } from './arrangeItems';
import { DueDate } from '../common/DueDate';
import styles from './ActionItemRow.module.css';

function Row(props: {
  item: ActionItem;
  hiddenColumns: readonly ActionItemColumn[];
  renderMenu?: (item: ActionItem) => ReactNode;
}) {
  const { item, hiddenColumns, renderMenu } = props;
  const { t } = useTranslation();
  const shows = (column: ActionItemColumn) => !hiddenColumns.includes(column);
  return (
    <li
      className={styles.row}
      data-item={item.id}
      data-closed={isClosed(item) || undefined}
      data-overdue={item.overdue || undefined}
    >
      {shows('priority') && (
        <span className={styles.priority}>
          <PriorityIcon priority={item.priority} />
        </span>
      )}
      <span
        className={styles.identifier}
        title={t('actionItems.team', { team: item.team.name })}
      >
        {item.identifier}
      </span>
      <span className={styles.title}>
        <ExternalLink
          href={item.url}
          className={styles.titleLink}
          title={item.title}
        >
          {item.title}
        </ExternalLink>
        {shows('source') && item.source !== 'child' && (
          <span className={styles.mark}>
            {t(`actionItems.source.${item.source}`)}
          </span>
        )}
        {item.archived && (
          <span className={styles.mark}>{t('actionItems.archived')}</span>
        )}
      </span>
      {shows('state') && (
        <span className={styles.state}>
          <StateLabel state={item.state} />
        </span>
      )}
      {shows('assignee') && (
        <span className={styles.assignee}>
          {item.assignee ? (
            <PersonName
              name={item.assignee.name}
              userRef={item.assignee.userRef}
              avatarUrl={item.assignee.avatarUrl}
            />
          ) : (
            <span className={styles.faint}>{t('actionItems.unassigned')}</span>
          )}
        </span>
      )}
      {shows('due') && (
        <span className={styles.due}>
          <DueDate item={item} />
        </span>
      )}
      <span className={styles.menu}>{renderMenu?.(item)}</span>
    </li>
  );
}

/** One issue in Linear as a row of the card; two lines on a narrow card. */
export const ActionItemRow = memo(Row);
