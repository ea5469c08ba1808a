import { act, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { entity } from '../../__testUtils__/entities';
import { renderWithIncidents } from '../../__testUtils__/renderWithIncidents';
import { EntityPicker, PickedEntity } from './EntityPicker';

/** A form that knows the picked entity by another title than the catalog's list. */
function Form(props: { title?: string }) {
  const [value, setValue] = useState<PickedEntity>();
  return (
    <EntityPicker
      label="Lead"
      kinds={['User']}
      value={value && { ...value, title: props.title ?? value.title }}
      onChange={setValue}
    />
  );
}

async function pick(element: JSX.Element) {
  renderWithIncidents(element, {
    handlers: [],
    entities: [
      {
        ...entity('User', 'mira.chen'),
        spec: { profile: { displayName: 'Mira Chen' } },
      },
    ],
  });
  const field = await screen.findByRole('combobox', { name: 'Lead' });
  await userEvent.click(field);
  await userEvent.click(
    await screen.findByRole('option', { name: /Mira Chen/ }),
  );
  await waitFor(() =>
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument(),
  );
  return field;
}

describe('EntityPicker', () => {
  it('leaves its list closed after a pick whose title the form words otherwise', async () => {
    const field = await pick(<Form title="mira.chen" />);
    expect(field).toHaveValue('Mira Chen');
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  });

  it('leaves its list closed when a dialog gives it the focus back after a pick', async () => {
    const field = await pick(<Form />);
    act(() => field.blur());
    act(() => field.focus());
    expect(field).toHaveFocus();
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
  });
});
