import { IncidentActionItem } from '@backstage-incidents/incidents-common';
import { Link } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import { useIncidentLink } from '../../api/useIncidentLink';
import { useTranslation } from '../../i18n/useTranslation';
import { DueDate } from '../common/DueDate';
import { ExternalLink } from '../common/ExternalLink';
import { PersonName } from '../common/PersonName';
import { PriorityIcon } from '../common/PriorityIcon';
import { StateLabel } from '../common/StateLabel';
import lines from './LineList.module.css';
import styles from './ItemList.module.css';

/** Action items of several incidents, one to a line, in the order given. */
export function ItemList(props: {
  label: string;
  items: readonly IncidentActionItem[];
  /** Set it if the items can have different assignees. */
  showsAssignee?: boolean;
}) {
  const { label, items, showsAssignee = false } = props;
  return (
    <div className={lines.container}>
      <ul
        aria-label={label}
        className={`${lines.list} ${styles.list}`}
        data-people={showsAssignee || undefined}
      >
        {items.map(item => (
          <ItemLine
            // An issue may be an action item of several incidents.
            key={`${item.incident.ref} ${item.actionItem.id}`}
            item={item}
            showsAssignee={showsAssignee}
          />
        ))}
      </ul>
    </div>
  );
}

function ItemLine(props: { item: IncidentActionItem; showsAssignee: boolean }) {
  const { item, showsAssignee } = props;
  const { actionItem, incident } = item;
  const { t } = useTranslation();
  const incidentLink = useIncidentLink();
  return (
    <li className={`${lines.line} ${styles.line}`}>
      <span className={styles.priority}>
        <PriorityIcon priority={actionItem.priority} />
      </span>
      <span
        className={`${lines.quiet} ${styles.identifier}`}
        title={t('actionItems.team', { team: actionItem.team.name })}
      >
        {actionItem.identifier}
      </span>
      <span className={`${lines.title} ${styles.title}`}>
        <ExternalLink href={actionItem.url}>{actionItem.title}</ExternalLink>
      </span>
      <span className={styles.incident}>
        {incident.visibility === 'private' && (
          <span
            role="img"
            aria-label={t('mine.private')}
            title={t('mine.private')}
            className={styles.lock}
          >
            <RiLockLine size={14} aria-hidden />
          </span>
        )}
        <Link
          href={incidentLink(incident)}
          title={incident.title}
          variant="body-small"
        >
          {incident.ref}
        </Link>
      </span>
      {showsAssignee && (
        <span className={`${lines.quiet} ${styles.assignee}`}>
          {actionItem.assignee ? (
            <PersonName
              name={actionItem.assignee.name}
              userRef={actionItem.assignee.userRef}
              avatarUrl={actionItem.assignee.avatarUrl}
            />
          ) : (
            t('actionItems.unassigned')
          )}
        </span>
      )}
      <span className={`${lines.quiet} ${styles.state}`}>
        <StateLabel state={actionItem.state} />
      </span>
      <span className={`${lines.quiet} ${lines.end} ${styles.due}`}>
        <DueDate item={actionItem} />
      </span>
    </li>
  );
}
