import { ParentIssue } from '@backstage-incidents/incidents-common';
import { lazy } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { LazyPart } from '../common/LazyPart';
import { CardActions } from './useCardActions';

const AddActionItemDialog = lazy(async () => {
  const { AddActionItemDialog: Dialog } = await import('./AddActionItemDialog');
  return { default: Dialog };
});
const LinkParentDialog = lazy(async () => {
  const { LinkParentDialog: Dialog } = await import('./LinkParentDialog');
  return { default: Dialog };
});
const UnlinkParentDialog = lazy(async () => {
  const { UnlinkParentDialog: Dialog } = await import('./UnlinkParentDialog');
  return { default: Dialog };
});

/** The dialog that is open on the card, if any. */
export function CardDialogs(props: {
  incidentRef: string;
  parentIssue: ParentIssue;
  actions: CardActions;
}) {
  const { incidentRef, parentIssue, actions } = props;
  const { dialog, close, tell } = actions;
  const { t } = useTranslation();
  return (
    <LazyPart>
      {dialog === 'add' && (
        <AddActionItemDialog
          incidentRef={incidentRef}
          parentIssue={parentIssue}
          onAdded={identifier => tell(t('addItem.added', { identifier }))}
          onClose={close}
        />
      )}
      {dialog === 'link' && (
        <LinkParentDialog
          incidentRef={incidentRef}
          parentIssue={parentIssue}
          onClose={close}
        />
      )}
      {dialog === 'unlink' && parentIssue.identifier && (
        <UnlinkParentDialog
          incidentRef={incidentRef}
          identifier={parentIssue.identifier}
          onUnlinked={identifier =>
            tell(t('unlinkParent.done', { identifier }))
          }
          onClose={close}
        />
      )}
    </LazyPart>
  );
}
