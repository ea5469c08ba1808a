import {
  ActionItem,
  ActionItems,
  WorkflowState,
} from '@backstage-incidents/incidents-common';
import { Alert, Button, MenuTrigger } from '@backstage/ui';
import { useState } from 'react';
import { ActionItemEdit } from '../../api/applyEdit';
import { useActionItemEdits } from '../../api/useActionItemEdits';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { FormDialog } from '../common/FormDialog';
import noticeStyles from '../common/Notice.module.css';
import { StateLabel } from '../common/StateLabel';
import { ChoiceMenu } from './ChoiceMenu';
import { MenuData } from './ItemValueMenus';
import { knownPeople } from './knownPeople';
import { runsOfType, statesOfTeam } from './statesOfTeam';
import styles from './BulkBar.module.css';

/** What became of the last edit of several items. */
interface Outcome {
  changed: number;
  failed: Array<{ identifier: string; error: unknown }>;
}

/** Changes the state or the assignee of all selected items. */
export function BulkBar(props: {
  incidentRef: string;
  data: MenuData;
  selected: readonly ActionItem[];
  /** Of the items that are selected at once. */
  total: number;
  onSelectAll: () => void;
  onDone: () => void;
}) {
  const { incidentRef, data, selected, total, onSelectAll, onDone } = props;
  const { t, failure } = useTranslation();
  const { mutateAsync: edit } = useActionItemEdits(incidentRef);
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  const [isAssigning, setAssigning] = useState(false);
  const apply = async (change: ActionItemEdit) => {
    setAssigning(false);
    setOutcome(undefined);
    setPending(true);
    const results = await Promise.allSettled(
      selected.map(item => edit({ item, edit: change })),
    );
    setPending(false);
    const failed = results.flatMap((result, index) =>
      result.status === 'rejected'
        ? { identifier: selected[index].identifier, error: result.reason }
        : [],
    );
    setOutcome({ changed: selected.length - failed.length, failed });
  };
  const assign = (person: { userRef: string; name: string } | undefined) =>
    apply({
      kind: 'assignee',
      assignee: person?.userRef ?? null,
      name: person?.name ?? '',
    });
  const isDisabled = selected.length === 0 || isPending;
  return (
    <div role="group" aria-label={t('bulk.label')} className={styles.bar}>
      <span role="status">
        {isPending
          ? t('bulk.pending', { count: selected.length })
          : t('bulk.selected', { count: selected.length })}
      </span>
      {selected.length < total && (
        <Button size="small" variant="tertiary" onPress={onSelectAll}>
          {t('bulk.all', { n: total })}
        </Button>
      )}
      <MenuTrigger>
        <Button size="small" variant="secondary" isDisabled={isDisabled}>
          {t('itemMenu.state')}
        </Button>
        <ChoiceMenu
          title={t('bulk.states')}
          placement="bottom start"
          present={undefined}
          groups={runsOfType(statesOfAll(data, selected)).map(run =>
            run.states.map(state => ({
              id: state.name,
              name: state.name,
              content: <StateLabel state={state} />,
              onChoose: () => apply({ kind: 'state', to: state.name, state }),
            })),
          )}
        />
      </MenuTrigger>
      <MenuTrigger>
        <Button size="small" variant="secondary" isDisabled={isDisabled}>
          {t('actionItems.assignee')}
        </Button>
        <ChoiceMenu
          title={t('actionItems.assignee')}
          placement="bottom start"
          present={undefined}
          groups={[
            [
              ...knownPeople(data).map(person => ({
                id: person.userRef,
                name: person.isReader
                  ? t('itemMenu.toMe', { name: person.name })
                  : person.name,
                onChoose: () => assign(person),
              })),
              {
                id: 'nobody',
                name: t('actionItems.unassigned'),
                onChoose: () => assign(undefined),
              },
            ],
          ]}
          other={{
            name: t('itemMenu.someoneElse'),
            onChoose: () => setAssigning(true),
          }}
        />
      </MenuTrigger>
      <Button size="small" variant="tertiary" onPress={onDone}>
        {t('bulk.done')}
      </Button>
      {outcome && outcome.failed.length === 0 && (
        <span role="status">
          {t('bulk.changed', { count: outcome.changed })}
        </span>
      )}
      {outcome && outcome.failed.length > 0 && (
        <Alert
          className={noticeStyles.notice}
          role="alert"
          icon
          status="warning"
          title={t('bulk.failed', {
            count: outcome.failed.length,
            changed: outcome.changed,
          })}
          description={
            <ul className={styles.failures}>
              {outcome.failed.map(({ identifier, error }) => (
                <li key={identifier}>
                  {t('bulk.failure', { identifier, reason: failure(error) })}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {isAssigning && (
        <AssignDialog
          count={selected.length}
          onAssign={assign}
          onClose={() => setAssigning(false)}
        />
      )}
    </div>
  );
}

function AssignDialog(props: {
  count: number;
  onAssign: (person: { userRef: string; name: string }) => void;
  onClose: () => void;
}) {
  const { count, onAssign, onClose } = props;
  const { t } = useTranslation();
  const [person, setPerson] = useState<PickedEntity>();
  return (
    <FormDialog
      title={t('bulk.assign', { count })}
      submitLabel={t('common.save')}
      isPending={false}
      error={undefined}
      canSubmit={person !== undefined}
      onSubmit={() => {
        if (person) onAssign({ userRef: person.entityRef, name: person.title });
      }}
      onClose={onClose}
    >
      <EntityPicker
        label={t('actionItems.assignee')}
        kinds={['User']}
        description={t('addItem.assigneeHint')}
        value={person}
        onChange={setPerson}
      />
    </FormDialog>
  );
}

/** The states that the teams of all given items have, by name. */
function statesOfAll(
  data: Pick<ActionItems, 'items' | 'teams' | 'parentIssue'>,
  items: readonly ActionItem[],
): WorkflowState[] {
  const [first = [], ...others] = [
    ...new Set(items.map(item => item.team.key)),
  ].map(key => statesOfTeam(data, key).states);
  return first.filter(({ name }) =>
    others.every(states => states.some(state => state.name === name)),
  );
}
