import {
  ActionItems,
  ParentIssue,
} from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { ReactNode } from 'react';
import { usePutParentIssue } from '../../api/useParentIssueActions';
import { asSentence } from '../../i18n/formatReason';
import { Translation, useTranslation } from '../../i18n/useTranslation';
import noticeStyles from '../common/Notice.module.css';
import { OutageNotice, outageOf } from '../common/OutageNotice';
import { isUnlinked } from './freshness';

/** Why the incident has no action items, and what to do about it. */
export function ParentIssueNotice(props: {
  incidentRef: string;
  data: ActionItems;
  /** Links another issue; absent without permission. */
  onLink?: () => void;
}) {
  const { incidentRef, data, onLink } = props;
  const { t, failure, reason } = useTranslation();
  const putParentIssue = usePutParentIssue(incidentRef);
  const { parentIssue } = data;
  const outage =
    parentIssue.status === 'pending' ? outageOf(parentIssue.reason) : undefined;
  const notice = outage ? undefined : noticeOf(parentIssue, t, reason);
  return (
    <>
      {outage && (
        <OutageNotice
          outage={outage}
          text={t('outage.pendingParent')}
          nextTryAt={data.sync.nextRefreshAllowedAt}
        />
      )}
      {notice && (
        <Alert
          className={noticeStyles.notice}
          icon
          status={notice.status}
          title={notice.title}
          description={notice.text}
          customActions={
            onLink &&
            notice.actions && (
              <>
                <Button
                  size="small"
                  variant="secondary"
                  isPending={putParentIssue.isPending}
                  onPress={() => putParentIssue.mutate({})}
                >
                  {notice.actions.create}
                </Button>
                <Button size="small" variant="secondary" onPress={onLink}>
                  {notice.actions.link}
                </Button>
              </>
            )
          }
        />
      )}
      {putParentIssue.error && (
        <Alert
          role="alert"
          icon
          status="danger"
          title={t('failure.otherTitle')}
          description={failure(putParentIssue.error)}
        />
      )}
    </>
  );
}

function noticeOf(
  parentIssue: ParentIssue,
  t: Translation['t'],
  formatReason: Translation['reason'],
):
  | {
      status: 'info' | 'warning' | 'danger';
      title: string;
      text: ReactNode;
      actions?: { create: string; link: string };
    }
  | undefined {
  const { status, reason } = parentIssue;
  const withReason = (text: string) =>
    reason ? `${text} ${asSentence(formatReason(reason))}` : text;
  const replace = {
    create: t('parentIssue.create'),
    link: t('parentIssue.linkAnother'),
  };
  switch (status) {
    case 'linked':
      return undefined;
    case 'notConfigured':
      return {
        status: 'info',
        title: t('sync.notConfigured'),
        text: t('parentIssue.notConfigured'),
      };
    case 'pending':
      return {
        status: 'info',
        title: t('parentIssue.pendingTitle'),
        text: withReason(t('parentIssue.pending')),
      };
    case 'missing':
      return isUnlinked(parentIssue)
        ? {
            status: 'info',
            title: t('parentIssue.unlinkedTitle'),
            text: t('parentIssue.unlinked'),
            actions: replace,
          }
        : {
            status: 'warning',
            title: t('parentIssue.missingTitle'),
            text: `${t('parentIssue.missing', {
              identifier: parentIssue.identifier ?? '',
            })} ${t('parentIssue.missingKept')}`,
            actions: replace,
          };
    case 'failed':
      return {
        status: 'danger',
        title: t('parentIssue.failedTitle'),
        text: withReason(t('parentIssue.failed')),
        actions: { create: t('common.retry'), link: t('parentIssue.link') },
      };
    default:
      return status satisfies never;
  }
}
