import { ParentIssue } from '@backstage-incidents/incidents-common';
import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import {
  RiExternalLinkLine,
  RiLinksLine,
  RiLinkUnlink,
  RiMore2Line,
  RiNodeTree,
} from '@remixicon/react';
import { safeHref } from '../common/safeHref';
import { useTranslation } from '../../i18n/useTranslation';
import { newSubIssueHref } from './newSubIssueHref';

/** Further actions for the parent issue. */
export function ParentIssueMenu(props: {
  parentIssue: ParentIssue;
  canLink: boolean;
  onLink: () => void;
  onUnlink: () => void;
}) {
  const { parentIssue, canLink, onLink, onUnlink } = props;
  const { t } = useTranslation();
  const href = safeHref(parentIssue.url);
  const canUnlink =
    parentIssue.status === 'linked' || parentIssue.status === 'missing';
  if (!href && !canLink) return null;
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="secondary"
        aria-label={t('parentIssue.more')}
        icon={<RiMore2Line />}
      />
      <Menu placement="bottom end">
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
            {parentIssue.identifier
              ? t('parentIssue.linkOther')
              : t('parentIssue.link')}
          </MenuItem>
        ) : null}
        {canLink && canUnlink && parentIssue.identifier ? (
          <>
            <MenuSeparator />
            <MenuItem
              iconStart={<RiLinkUnlink />}
              color="danger"
              onAction={onUnlink}
            >
              {t('parentIssue.unlink', { identifier: parentIssue.identifier })}
            </MenuItem>
          </>
        ) : null}
      </Menu>
    </MenuTrigger>
  );
}
