import { Incident, LinearStatus } from '@backstage-incidents/incidents-common';
import { useTranslation } from '../../i18n/useTranslation';
import {
  isOutage,
  nextTryOf,
  OutageNotice,
  outageOf,
} from '../common/OutageNotice';

/**
 * The message about an outage of Linear above the list. Operators read the state
 * of the connection; others learn of it from a parent issue that waits.
 */
export function ListOutage(props: {
  /** Absent for everyone but operators. */
  status: LinearStatus | undefined;
  incidents: readonly Incident[];
}) {
  const { status, incidents } = props;
  const { t } = useTranslation();
  const state = status?.connection.state;
  const found = incidents
    .filter(({ parentIssue }) => parentIssue.status === 'pending')
    .map(({ parentIssue }) => outageOf(parentIssue.reason))
    .find(outage => outage !== undefined);
  const outage = isOutage(state) ? state : !status && found;
  return outage ? (
    <OutageNotice
      outage={outage}
      text={t('incidents.outage')}
      nextTryAt={status && nextTryOf(status)}
    />
  ) : null;
}
