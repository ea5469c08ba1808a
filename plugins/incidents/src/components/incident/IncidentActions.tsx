import {
  Incident,
  IncidentStatus,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button } from '@backstage/ui';
import { RiEditLine } from '@remixicon/react';
import { useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useUpdateIncident } from '../../api/useUpdateIncident';
import { useWords } from '../../words/useWords';
import { EditIncidentDialog } from './EditIncidentDialog';
import styles from './IncidentOverview.module.css';

/** Any status may follow any; these are the usual next ones. */
const NEXT: Record<IncidentStatus, IncidentStatus[]> = {
  active: ['mitigated', 'canceled'],
  mitigated: ['postmortem', 'done'],
  postmortem: ['done'],
  done: ['active'],
  canceled: ['active'],
};

/** What one can do with the incident from its card. */
export function IncidentActions(props: { incident: Incident }) {
  const { incident } = props;
  const { t } = useWords();
  const update = useUpdateIncident(incident.ref);
  const [isEditing, setEditing] = useState(false);
  const { allowed } = usePermission({
    permission: incidentUpdatePermission,
    resourceRef: incident.ref,
  });
  if (!allowed) return null;
  const failure = update.error ? describeFailure(update.error) : undefined;
  return (
    <>
      <div className={styles.actions}>
        {NEXT[incident.status].map(status => (
          <Button
            key={status}
            size="small"
            variant="secondary"
            isPending={update.isPending && update.variables?.status === status}
            onPress={() =>
              update.mutate({ expectedVersion: incident.version, status })
            }
          >
            {t(`statusAction.${status}`)}
          </Button>
        ))}
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiEditLine />}
          onPress={() => setEditing(true)}
        >
          {t('editIncident.button')}
        </Button>
      </div>
      {failure && (
        <Alert
          role="alert"
          icon
          status="danger"
          title={t('failure.notSaved')}
          description={
            failure.kind === 'conflict'
              ? t('editIncident.quickConflict')
              : failure.message
          }
          customActions={
            <Button size="small" variant="tertiary" onPress={update.reset}>
              {t('common.dismiss')}
            </Button>
          }
        />
      )}
      {isEditing && (
        <EditIncidentDialog
          incident={incident}
          onClose={() => setEditing(false)}
        />
      )}
    </>
  );
}
