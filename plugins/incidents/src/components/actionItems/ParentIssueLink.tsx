import { ParentIssue } from '@backstage-incidents/incidents-common';
import { VisuallyHidden } from '@backstage/ui';
import { RiArrowRightUpLine } from '@remixicon/react';
import { ExternalLink } from '../common/ExternalLink';
import { StateLabel } from '../common/StateLabel';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './ActionItemsCard.module.css';

/** The parent issue with its state, if there is one. */
export function ParentIssueLink(props: { parentIssue: ParentIssue }) {
  const { parentIssue } = props;
  const { t } = useTranslation();
  if (!parentIssue.identifier) return null;
  return (
    <span className={styles.parentIssue}>
      <VisuallyHidden>{t('parentIssue.label')}</VisuallyHidden>
      <ExternalLink href={parentIssue.url} className={styles.parentLink}>
        <RiArrowRightUpLine size={14} aria-hidden />
        {parentIssue.identifier}
      </ExternalLink>
      {parentIssue.state && <StateLabel state={parentIssue.state} />}
    </span>
  );
}
