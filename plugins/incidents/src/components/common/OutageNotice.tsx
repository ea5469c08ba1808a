import { LinearStatus, Reason } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { Countdown } from './Countdown';
import noticeStyles from './Notice.module.css';

/** Why Linear cannot be used for now. */
export type Outage = Extract<
  LinearStatus['connection']['state'],
  'unavailable' | 'rateLimited' | 'unauthorized'
>;

/** The outage that a reason of the backend means; `undefined`: it is about something else. */
export function outageOf(reason: Reason | undefined): Outage | undefined {
  switch (reason?.code) {
    case 'linearUnavailable':
    case 'linearTimedOut':
      return 'unavailable';
    case 'linearRateLimited':
      return 'rateLimited';
    case 'linearUnauthorized':
      return 'unauthorized';
    default:
      return undefined;
  }
}

/** Whether a state of the connection is an outage. */
export function isOutage(
  state: LinearStatus['connection']['state'] | undefined,
): state is Outage {
  return (
    state === 'unavailable' ||
    state === 'rateLimited' ||
    state === 'unauthorized'
  );
}

/** When Linear, or the first job that waits for it, is tried again. */
export function nextTryOf(status: LinearStatus): string | undefined {
  const { connection, work } = status;
  return [
    ...(connection.nextTryAt ? [connection.nextTryAt] : []),
    ...work.waiting
      .filter(({ reason }) => outageOf(reason))
      .map(({ nextTryAt }) => nextTryAt),
  ].sort()[0];
}

/** The one message about an outage of Linear: what happened, what is safe, and when it is tried again. */
export function OutageNotice(props: {
  outage: Outage;
  /** What is safe and what to do, in sentences. */
  text: string;
  nextTryAt?: string;
}) {
  const { outage, text, nextTryAt } = props;
  const { t } = useTranslation();
  return (
    <Alert
      className={noticeStyles.notice}
      role="status"
      icon
      status={outage === 'unauthorized' ? 'danger' : 'warning'}
      title={t(`operations.state.${outage}`)}
      description={
        <>
          {text} {nextTryAt && <Countdown until={nextTryAt} />}
        </>
      }
    />
  );
}
