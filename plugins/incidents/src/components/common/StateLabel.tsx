import { WorkflowState } from '@backstage-incidents/incidents-common';
import {
  RiCheckboxCircleFill,
  RiCircleLine,
  RiCloseCircleFill,
  RiContrastFill,
  RiQuestionLine,
  RemixiconComponentType,
} from '@remixicon/react';
import styles from './StateLabel.module.css';

function shapeOf(type: string): RemixiconComponentType {
  switch (type) {
    case 'triage':
    case 'backlog':
    case 'unstarted':
      return RiCircleLine;
    case 'started':
      return RiContrastFill;
    case 'completed':
      return RiCheckboxCircleFill;
    case 'canceled':
    case 'duplicate':
      return RiCloseCircleFill;
    // Linear may add types; the name is still shown.
    default:
      return RiQuestionLine;
  }
}

/** A workflow state with Linear's own name and color, and an icon for its type. */
export function StateLabel(props: { state: WorkflowState }) {
  const { state } = props;
  const Shape = shapeOf(state.type);
  return (
    <span className={styles.state} title={state.name}>
      <Shape
        size={16}
        aria-hidden
        className={styles.shape}
        style={{ color: state.color }}
      />
      <span className={styles.name}>{state.name}</span>
    </span>
  );
}
