import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { useState } from 'react';
import { IncidentDescription } from './incidentDescription';
import { IncidentDescriptionField } from './IncidentDescriptionField';

function Form(props: { onValue: (value: IncidentDescription) => void }) {
  const [value, setValue] = useState<IncidentDescription>();
  return (
    <IncidentDescriptionField
      formData={value}
      onChange={next => {
        setValue(next);
        props.onValue(next);
      }}
    />
  );
}

describe('IncidentDescriptionField', () => {
  it('clears typed text as soon as Private is chosen', async () => {
    const values = new Array<IncidentDescription>();
    renderInTestApp(<Form onValue={value => values.push(value)} />);
    await userEvent.type(
      await screen.findByRole('textbox', { name: /Title/ }),
      'Secret',
    );
    expect(values.at(-1)).toEqual({ visibility: 'public', title: 'Secret' });
    await userEvent.click(screen.getByRole('radio', { name: 'Private' }));
    expect(values.at(-1)).toEqual({ visibility: 'private' });
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    await userEvent.click(screen.getByRole('radio', { name: 'Public' }));
    expect(screen.getByRole('textbox', { name: /Title/ })).toHaveValue('');
  });
});
