import {
  ActionItems,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { useIncident } from '../../api/useIncident';
import { useIncidentPermission } from '../../api/useIncidentPermission';
import { useUpdateIncident } from '../../api/useUpdateIncident';
import { useTranslation } from '../../i18n/useTranslation';
import noticeStyles from '../common/Notice.module.css';
import { isClosedStatus } from '../incident/nextStatus';

/** Says that all action items are closed, and offers to close an incident that is still open. */
export function AllClosedNotice(props: {
  incidentRef: string;
  parentIssue: ActionItems['parentIssue'];
}) {
  const { incidentRef, parentIssue } = props;
  const { identifier, state } = parentIssue;
  const { t, failure } = useTranslation();
  const incident = useIncident(incidentRef).data;
  const update = useUpdateIncident(incidentRef);
  const mayUpdate = useIncidentPermission(incidentUpdatePermission, {
    ref: incidentRef,
    visibility: incident?.visibility,
  });
  const isOpen = incident !== undefined && !isClosedStatus(incident.status);
  return (
    <Alert
      className={noticeStyles.notice}
      icon
      status="success"
      title={t('actionItems.allClosed')}
      description={[
        identifier && state?.type === 'completed'
          ? t('actionItems.allClosedParent', { identifier, state: state.name })
          : '',
        isOpen && mayUpdate ? t('actionItems.readyToClose') : '',
        update.error ? failure(update.error) : '',
      ]
        .filter(Boolean)
        .join(' ')}
      customActions={
        isOpen &&
        mayUpdate && (
          <Button
            size="small"
            variant="secondary"
            isPending={update.isPending}
            onPress={() =>
              update.mutate({
                expectedVersion: incident.version,
                status: 'done',
              })
            }
          >
            {t('statusAction.done')}
          </Button>
        )
      }
    />
  );
}
