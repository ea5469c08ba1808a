import {
  Incident,
  IncidentStatus,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import {
  Alert,
  Button,
  ButtonIcon,
  Menu,
  MenuItem,
  MenuTrigger,
} from '@backstage/ui';
import { RiEditLine, RiMore2Line } from '@remixicon/react';
import { useState } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { useIncidentPermission } from '../../api/useIncidentPermission';
import { useTranslation } from '../../i18n/useTranslation';
import { CloseIncidentDialog } from './CloseIncidentDialog';
import { EditIncidentDialog } from './EditIncidentDialog';
import { isClosedStatus, nextStatus } from './nextStatus';
import { useStatusChange } from './useStatusChange';
import styles from './IncidentOverview.module.css';
import noticeStyles from '../common/Notice.module.css';

type OpenDialog =
  | { kind: 'none' }
  | { kind: 'edit' }
  | { kind: 'close'; status: 'done' | 'canceled' };

/** The actions on an incident's card, with the usual next step first. */
export function IncidentActions(props: { incident: Incident }) {
  const { incident } = props;
  const { t, failure } = useTranslation();
  const { update, move, undoNotice } = useStatusChange(incident.ref);
  const [dialog, setDialog] = useState<OpenDialog>({ kind: 'none' });
  const mayEdit = useIncidentPermission(incidentUpdatePermission, incident);
  if (!mayEdit) return null;
  const { next, others } = nextStatus(incident.status);
  const openItems = incident.progress.todo + incident.progress.inProgress;
  const close = () => {
    update.reset();
    setDialog({ kind: 'none' });
  };
  const choose = (status: IncidentStatus) => {
    if (isClosedStatus(status) && openItems > 0) {
      setDialog({ kind: 'close', status });
    } else {
      move(incident, status);
    }
  };
  return (
    <>
      <div className={styles.actions}>
        {next && (
          <Button
            size="small"
            variant="primary"
            isPending={update.isPending && update.variables?.status === next}
            onPress={() => choose(next)}
          >
            {t(`statusAction.${next}`)}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiEditLine />}
          onPress={() => setDialog({ kind: 'edit' })}
        >
          {t('editIncident.button')}
        </Button>
        <MenuTrigger>
          <ButtonIcon
            size="small"
            variant="secondary"
            aria-label={t('statusAction.more')}
            icon={<RiMore2Line />}
          />
          <Menu placement="bottom end">
            {others.map(status => (
              <MenuItem
                key={status}
                color={status === 'canceled' ? 'danger' : 'primary'}
                onAction={() => choose(status)}
              >
                {status === 'active' && !isClosedStatus(incident.status)
                  ? t('statusAction.activeAgain')
                  : t(`statusAction.${status}`)}
              </MenuItem>
            ))}
          </Menu>
        </MenuTrigger>
      </div>
      {undoNotice}
      {update.error && dialog.kind !== 'close' && (
        <Alert
          className={noticeStyles.notice}
          role="alert"
          icon
          status="danger"
          title={t('failure.notSaved')}
          description={
            describeFailure(update.error).kind === 'conflict'
              ? t('editIncident.quickConflict')
              : failure(update.error)
          }
          customActions={
            <Button size="small" variant="tertiary" onPress={update.reset}>
              {t('common.dismiss')}
            </Button>
          }
        />
      )}
      {dialog.kind === 'edit' && (
        <EditIncidentDialog incident={incident} onClose={close} />
      )}
      {dialog.kind === 'close' && (
        <CloseIncidentDialog
          incident={incident}
          status={dialog.status}
          isPending={update.isPending}
          error={update.error}
          onConfirm={() =>
            move(incident, dialog.status, () => setDialog({ kind: 'none' }))
          }
          onClose={close}
        />
      )}
    </>
  );
}
