import { IncidentStatus } from '@backstage-incidents/incidents-common';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiFileSearchLine,
  RiFireLine,
  RemixiconComponentType,
  RiShieldCheckLine,
} from '@remixicon/react';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './Labels.module.css';

const ICONS: Record<IncidentStatus, RemixiconComponentType> = {
  active: RiFireLine,
  mitigated: RiShieldCheckLine,
  postmortem: RiFileSearchLine,
  done: RiCheckboxCircleLine,
  canceled: RiCloseCircleLine,
};

/** The incident's status as an icon and a word. */
export function StatusLabel(props: { status: IncidentStatus }) {
  const { status } = props;
  const { t } = useTranslation();
  const Icon = ICONS[status];
  return (
    <span className={styles.status} data-status={status}>
      <Icon size={16} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}
