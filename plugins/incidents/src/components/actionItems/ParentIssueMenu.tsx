import { ParentIssue } from '@backstage-incidents/incidents-common';
import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  RiExternalLinkLine,
  RiLinksLine,
  RiMore2Line,
  RiNodeTree,
} from '@remixicon/react';
import { safeHref } from '../../words/safeHref';
import { useWords } from '../../words/useWords';
import { newSubIssueHref } from './newSubIssueHref';

/** What else can be done with the parent issue. */
export function ParentIssueMenu(props: {
  parentIssue: ParentIssue;
  canLink: boolean;
  onLink: () => void;
}) {
  const { parentIssue, canLink, onLink } = props;
  const { t } = useWords();
  const href = safeHref(parentIssue.url);
  if (!href && !canLink) return null;
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="secondary"
        aria-label={t('parentIssue.more')}
        icon={<RiMore2Line />}
      />
      <Menu>
        {href ? (
          <MenuItem
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            iconStart={<RiExternalLinkLine />}
          >
            {t('parentIssue.open')}
          </MenuItem>
        ) : null}
        {href ? (
          <MenuItem
            href={newSubIssueHref(parentIssue)}
            target="_blank"
            rel="noopener noreferrer"
            iconStart={<RiNodeTree />}
          >
            {t('parentIssue.newSubIssue')}
          </MenuItem>
        ) : null}
        {canLink ? (
          <MenuItem iconStart={<RiLinksLine />} onAction={onLink}>
            {t('parentIssue.linkOther')}
          </MenuItem>
        ) : null}
      </Menu>
    </MenuTrigger>
  );
}
