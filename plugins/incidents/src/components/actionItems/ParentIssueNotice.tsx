import { ActionItems } from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { ReactNode } from 'react';
import { describeFailure } from '../../api/describeFailure';
import { usePutParentIssue } from '../../api/useParentIssueActions';
import { useWords } from '../../words/useWords';

/** What stands between the incident and its action items, and what to do about it. */
export function ParentIssueNotice(props: {
  incidentRef: string;
  data: ActionItems;
  linkAction?: ReactNode;
}) {
  const { incidentRef, data, linkAction } = props;
  const { t } = useWords();
  const putParentIssue = usePutParentIssue(incidentRef);
  const { status, reason } = data.parentIssue;
  const withReason = (text: string) =>
    reason ? `${text} ${t('parentIssue.reason', { reason })}` : text;
  const create = (label: string) => (
    <>
      <Button
        size="small"
        variant="secondary"
        isPending={putParentIssue.isPending}
        onPress={() => putParentIssue.mutate({})}
      >
        {label}
      </Button>
      {linkAction}
    </>
  );
  return (
    <>
      {status === 'notConfigured' && (
        <Alert
          icon
          status="info"
          title={t('parentIssue.notConfiguredTitle')}
          description={t('parentIssue.notConfigured')}
        />
      )}
      {status === 'pending' && (
        <Alert
          icon
          status="info"
          title={t('parentIssue.pendingTitle')}
          description={withReason(t('parentIssue.pending'))}
        />
      )}
      {status === 'missing' && (
        <Alert
          icon
          status="warning"
          title={t('parentIssue.missingTitle')}
          description={withReason(t('parentIssue.missingText'))}
          customActions={create(t('parentIssue.missing'))}
        />
      )}
      {status === 'failed' && (
        <Alert
          icon
          status="danger"
          title={t('parentIssue.failedTitle')}
          description={withReason(t('parentIssue.failedText'))}
          customActions={create(t('parentIssue.retry'))}
        />
      )}
      {putParentIssue.error && (
        <Alert
          role="alert"
          icon
          status="danger"
          title={t('failure.otherTitle')}
          description={describeFailure(putParentIssue.error).message}
        />
      )}
    </>
  );
}
