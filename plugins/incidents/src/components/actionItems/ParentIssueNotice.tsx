import { ActionItems } from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { usePutParentIssue } from '../../api/useParentIssueActions';
import { useTranslation } from '../../i18n/useTranslation';
import { isUnlinked } from './isUnlinked';
import noticeStyles from '../common/Notice.module.css';

/** What stands between the incident and its action items, and what to do about it. */
export function ParentIssueNotice(props: {
  incidentRef: string;
  data: ActionItems;
  /** Links another issue; absent for those who may not. */
  onLink?: () => void;
}) {
  const { incidentRef, data, onLink } = props;
  const { t } = useTranslation();
  const putParentIssue = usePutParentIssue(incidentRef);
  const { status, reason } = data.parentIssue;
  const withReason = (text: string) =>
    reason ? `${text} ${t('parentIssue.reason', { reason })}` : text;
  const actions = (create: string, link: string) =>
    onLink && (
      <>
        <Button
          size="small"
          variant="secondary"
          isPending={putParentIssue.isPending}
          onPress={() => putParentIssue.mutate({})}
        >
          {create}
        </Button>
        <Button size="small" variant="secondary" onPress={onLink}>
          {link}
        </Button>
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
      {status === 'missing' && isUnlinked(data.parentIssue) && (
        <Alert
          className={noticeStyles.notice}
          icon
          status="info"
          title={t('parentIssue.unlinkedTitle')}
          description={t('parentIssue.unlinkedText')}
          customActions={actions(
            t('parentIssue.missing'),
            t('parentIssue.linkAnother'),
          )}
        />
      )}
      {status === 'missing' && !isUnlinked(data.parentIssue) && (
        <Alert
          className={noticeStyles.notice}
          icon
          status="warning"
          title={t('parentIssue.missingTitle')}
          description={withReason(t('parentIssue.missingText'))}
          customActions={actions(
            t('parentIssue.missing'),
            t('parentIssue.linkAnother'),
          )}
        />
      )}
      {status === 'failed' && (
        <Alert
          className={noticeStyles.notice}
          icon
          status="danger"
          title={t('parentIssue.failedTitle')}
          description={withReason(t('parentIssue.failedText'))}
          customActions={actions(t('parentIssue.retry'), t('parentIssue.link'))}
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
