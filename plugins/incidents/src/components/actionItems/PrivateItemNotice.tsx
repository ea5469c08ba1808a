import { ParentIssue } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';

/** Says who can read a new action item of a private incident in Linear. */
export function PrivateItemNotice(props: { parentIssue: ParentIssue }) {
  const { team, identifier } = props.parentIssue;
  const { t } = useTranslation();
  if (team === undefined) {
    return (
      <Alert
        icon
        status="warning"
        title={t('addItem.privateUnknownTitle')}
        description={t('addItem.privateUnknown', {
          team: identifier?.split('-')[0] ?? t('addItem.itsTeam'),
        })}
      />
    );
  }
  return team.visibility === 'public' ? (
    <Alert
      icon
      status="warning"
      title={t('addItem.privateTitle')}
      description={t('addItem.private', { team: team.name })}
    />
  ) : (
    <Alert
      icon
      status="info"
      title={t('addItem.privateClosedTitle', { team: team.name })}
      description={t('addItem.privateClosed')}
    />
  );
}
