import { ComponentProps, useState } from 'react';
import { EntityPicker } from './EntityPicker';

/** Picks entities one by one; the field is cleared after each. */
export function AddingEntityPicker(
  props: Omit<
    ComponentProps<typeof EntityPicker>,
    'value' | 'startsFocused' | 'onChange'
  > & { onAdd: (entityRef: string) => void },
) {
  const { onAdd, ...rest } = props;
  const [picks, setPicks] = useState(0);
  // A new field each time: clearing the old one would open its list again.
  return (
    <EntityPicker
      {...rest}
      key={picks}
      startsFocused={picks > 0}
      onChange={picked => {
        if (!picked) return;
        setPicks(picks + 1);
        onAdd(picked.entityRef);
      }}
    />
  );
}
