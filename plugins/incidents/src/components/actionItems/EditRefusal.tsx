import { ActionItem } from '@backstage-incidents/incidents-common';
import { Alert, Button } from '@backstage/ui';
import { describeFailure } from '../../api/describeFailure';
import { useTranslation } from '../../i18n/useTranslation';
import { itemChanges } from './itemChanges';
import noticeStyles from '../common/Notice.module.css';

/** Why a change was reverted, what others changed, and a button to overwrite it. */
export function EditRefusal(props: {
  error: unknown;
  /** The item as the user saw it. */
  before: ActionItem;
  /** The item as it was last read. */
  now: ActionItem | undefined;
  onAgain: (item: ActionItem) => void;
  onDismiss: () => void;
}) {
  const { error, before, now, onAgain, onDismiss } = props;
  const translation = useTranslation();
  const { t, failure } = translation;
  const { identifier } = before;
  const overtaken = describeFailure(error).kind === 'conflict';
  const changes = now ? itemChanges(before, now, translation) : [];
  const why = overtaken
    ? `${failure(error)} ${t('editItem.overtaken')}`
    : failure(error);
  return (
    <Alert
      className={noticeStyles.notice}
      role="alert"
      icon
      status={overtaken ? 'warning' : 'danger'}
      title={
        overtaken
          ? t('editItem.overtakenTitle', { identifier })
          : t('editItem.refusedTitle', { identifier })
      }
      description={
        overtaken && changes.length > 0
          ? `${why} ${t('editItem.nowInLinear', {
              changes: changes.join('; '),
            })}`
          : why
      }
      customActions={
        <>
          {now && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => onAgain(now)}
            >
              {overtaken ? t('editItem.changeAnyway') : t('common.retry')}
            </Button>
          )}
          <Button size="small" variant="tertiary" onPress={onDismiss}>
            {t('common.dismiss')}
          </Button>
        </>
      }
    />
  );
}
