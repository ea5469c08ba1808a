import {
  ActionItems,
  ParentIssue,
} from '@backstage-incidents/incidents-common';
import {
  ButtonIcon,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
  SubmenuTrigger,
} from '@backstage/ui';
import {
  RiAttachment2,
  RiExternalLinkLine,
  RiKeyboardLine,
  RiLinksLine,
  RiLinkUnlink,
  RiMore2Line,
  RiNodeTree,
  RiShareForwardLine,
} from '@remixicon/react';
import { ParentIssueChange } from '../../api/useParentIssueActions';
import { safeHref } from '../common/safeHref';
import { useTranslation } from '../../i18n/useTranslation';
import { StateLabel } from '../common/StateLabel';
import { ChoiceMenu } from './ChoiceMenu';
import { newSubIssueHref } from './newSubIssueHref';
import { runsOfType, statesOfTeam } from './statesOfTeam';

/** Further actions for the parent issue. */
export function ParentIssueMenu(props: {
  data: ActionItems;
  canLink: boolean;
  canAttach: boolean;
  onAttach: () => void;
  onChange: (change: ParentIssueChange) => void;
  onLink: () => void;
  onUnlink: () => void;
  onShortcuts: () => void;
}) {
  const { data, canLink, canAttach, onAttach, onChange, onLink, onUnlink } =
    props;
  const { onShortcuts } = props;
  const { parentIssue } = data;
  const { t } = useTranslation();
  const href = safeHref(parentIssue.url);
  const canUnlink =
    parentIssue.status === 'linked' || parentIssue.status === 'missing';
  const isLinked = parentIssue.status === 'linked';
  const teamNow = teamOfRouting(parentIssue);
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
        {canAttach && isLinked ? (
          <MenuItem iconStart={<RiAttachment2 />} onAction={onAttach}>
            {t('attachItem.button')}
          </MenuItem>
        ) : null}
        {canLink && isLinked ? (
          <SubmenuTrigger>
            <MenuItem>{t('parentIssue.state')}</MenuItem>
            <ParentStateMenu data={data} onChange={onChange} />
          </SubmenuTrigger>
        ) : null}
        {canLink && isLinked && teamNow ? (
          <MenuItem
            iconStart={<RiShareForwardLine />}
            onAction={() => onChange({ kind: 'move', team: teamNow })}
          >
            {t('parentIssue.move', { team: teamNow })}
          </MenuItem>
        ) : null}
        {canLink ? (
          <MenuItem iconStart={<RiLinksLine />} onAction={onLink}>
            {parentIssue.identifier
              ? t('parentIssue.linkOther')
              : t('parentIssue.link')}
          </MenuItem>
        ) : null}
        <MenuItem iconStart={<RiKeyboardLine />} onAction={onShortcuts}>
          {t('shortcuts.title')}
        </MenuItem>
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

/** The team that routing names now, where the issue is in another one. */
function teamOfRouting({
  reason,
  notes = [],
}: ParentIssue): string | undefined {
  const note = [...(reason ? [reason] : []), ...notes].find(
    ({ code }) => code === 'routeNamesOtherTeam',
  );
  return typeof note?.params?.team === 'string' ? note.params.team : undefined;
}

function ParentStateMenu(props: {
  data: ActionItems;
  onChange: (change: ParentIssueChange) => void;
}) {
  const { data, onChange } = props;
  const { team, state: present } = data.parentIssue;
  const { t } = useTranslation();
  const { states } = statesOfTeam(data, team?.key ?? '');
  return (
    <ChoiceMenu
      title={team?.name ?? t('parentIssue.state')}
      present={present?.name}
      groups={runsOfType(states).map(run =>
        run.states.map(state => ({
          id: state.name,
          name: state.name,
          content: <StateLabel state={state} />,
          onChoose: () => onChange({ kind: 'state', state }),
        })),
      )}
    />
  );
}
