import {
  ActionItem,
  WorkflowState,
} from '@backstage-incidents/incidents-common';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '@backstage/ui';
import { Fragment } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { StateLabel } from '../common/StateLabel';
import { MenuChoice } from './MenuChoice';
import type { MenuData } from './ActionItemMenu';
import { runsOfType, statesOfTeam } from './statesOfTeam';

/** The states of the item's own team; typed by name where not all are known. */
export function StateMenu(props: {
  item: ActionItem;
  data: MenuData;
  onChoose: (state: WorkflowState) => void;
  onAnother: () => void;
}) {
  const { item, data, onChoose, onAnother } = props;
  const { t } = useTranslation();
  const choice = statesOfTeam(data, item.team.key);
  const present = item.state.name;
  return (
    <Menu placement="end top" maxHeight="60vh">
      <MenuSection
        title={item.team.name}
        selectionMode="single"
        selectedKeys={[present]}
      >
        {runsOfType(choice.states).map((run, index) => (
          <Fragment key={`${run.type} ${index}`}>
            {index > 0 && <MenuSeparator />}
            {run.states.map(state => (
              <MenuChoice
                key={state.name}
                id={state.name}
                name={state.name}
                isPresent={state.name === present}
                onChoose={() => onChoose(state)}
              >
                <StateLabel state={state} />
              </MenuChoice>
            ))}
          </Fragment>
        ))}
      </MenuSection>
      {choice.complete ? null : (
        <MenuItem onAction={onAnother}>{t('itemMenu.otherState')}</MenuItem>
      )}
    </Menu>
  );
}
