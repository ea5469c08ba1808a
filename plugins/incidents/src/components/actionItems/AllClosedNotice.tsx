import {
  ActionItems,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { useIncident } from '../../api/useIncident';
import { useIncidentPermission } from '../../api/useIncidentPermission';
import { useTranslation } from '../../i18n/useTranslation';
import noticeStyles from '../common/Notice.module.css';
import { isClosedStatus, nextStatus } from '../incident/nextStatus';
import { useStatusChange } from '../incident/useStatusChange';

/** Says that all action items are closed, and offers the next status of an incident that is still open, or to close it. */
export function AllClosedNotice(props: {
  incidentRef: string;
  parentIssue: ActionItems['parentIssue'];
}) {
  const { incidentRef, parentIssue } = props;
  const { identifier, state } = parentIssue;
  const { t, failure } = useTranslation();
  const incident = useIncident(incidentRef).data;
  const { update, move, undoNotice } = useStatusChange(incidentRef);
  const mayUpdate = useIncidentPermission(incidentUpdatePermission, {
    ref: incidentRef,
    visibility: incident?.visibility,
  });
  const isOpen = incident !== undefined && !isClosedStatus(incident.status);
  const offered =
    isOpen && mayUpdate
      ? [
          ...new Set([
            nextStatus(incident.status).next ?? 'done',
            'done',
          ] as const),
        ]
      : [];
  return (
    <>
      {undoNotice}
      <Alert
        className={noticeStyles.notice}
        icon
        status="success"
        title={t('actionItems.allClosed')}
        description={[
          identifier && state?.type === 'completed'
            ? t('actionItems.allClosedParent', {
                identifier,
                state: state.name,
              })
            : '',
          offered.length > 0 ? t('actionItems.readyToClose') : '',
          update.error ? failure(update.error) : '',
        ]
          .filter(Boolean)
          .join(' ')}
        customActions={
          incident &&
          offered.map(status => (
            <Button
              key={status}
              size="small"
              variant="secondary"
              isPending={
                update.isPending && update.variables?.status === status
              }
              onPress={() => move(incident, status)}
            >
              {t(`statusAction.${status}`)}
            </Button>
          ))
        }
      />
    </>
  );
}
