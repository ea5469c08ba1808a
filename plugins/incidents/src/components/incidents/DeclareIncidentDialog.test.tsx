import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { incident } from '../../__testUtils__/fixtures';
import { Answer, errorAnswer, json } from '../../__testUtils__/handlers';
import { renderIncidentsPage } from '../../__testUtils__/renderIncidentsPage';

const some = () => ({ items: [incident()], totalItems: 1 });

async function openDialog() {
  await userEvent.click(
    await screen.findByRole('button', { name: 'Declare an incident' }),
  );
  return within(
    await screen.findByRole('dialog', { name: 'Declare an incident' }),
  );
}

/** Responds with INC-43 and records the request. */
function recordDeclarations() {
  const requests: Array<{
    body: unknown;
    prefer: string | null;
    key: string | null;
  }> = [];
  const answer: Answer = async request => {
    requests.push({
      body: await request.json(),
      prefer: request.headers.get('prefer'),
      key: request.headers.get('idempotency-key'),
    });
    return json(incident({ ref: 'INC-43' }), 201);
  };
  return { requests, more: { 'post /incidents': answer } };
}

describe('declaring an incident', () => {
  it('shows where it goes before, and its page afterwards', async () => {
    const { requests, more } = recordDeclarations();
    renderIncidentsPage(some, { more });
    const dialog = await openDialog();
    expect(
      await dialog.findByText(
        'Team PAY. Rule "payments" matches: severity: sev1.',
      ),
    ).toBeInTheDocument();
    expect(dialog.getByRole('combobox', { name: 'Lead' })).toHaveValue(
      'ada.olsen',
    );
    await userEvent.click(dialog.getByRole('combobox', { name: 'Affects' }));
    await userEvent.keyboard('check');
    await userEvent.click(
      await screen.findByRole('option', { name: /checkout/ }),
    );
    expect(screen.queryByRole('listbox')).not.toBeInTheDocument();
    expect(dialog.getByRole('combobox', { name: 'Affects' })).toHaveFocus();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await waitFor(() =>
      expect(screen.getByLabelText('address')).toHaveTextContent(
        '/catalog/default/incident/inc-43',
      ),
    );
    expect(requests).toEqual([
      {
        body: expect.objectContaining({
          title: 'It burns',
          severity: 'sev3',
          lead: 'user:default/ada.olsen',
          affects: ['component:default/checkout'],
        }),
        prefer: 'wait=5',
        key: expect.stringMatching(/^[0-9a-f]{32}$/),
      },
    ]);
  });

  it('suggests no lead whom the catalog does not know, such as a guest, since nobody could declare with one', async () => {
    const { requests, more } = recordDeclarations();
    renderIncidentsPage(some, {
      more,
      userEntityRef: 'user:development/guest',
    });
    const dialog = await openDialog();
    await dialog.findByText(/Team PAY/);
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0].body).not.toHaveProperty('lead');
  });

  it('shows a missing title at its field after the first try', async () => {
    const { requests, more } = recordDeclarations();
    renderIncidentsPage(some, { more });
    const dialog = await openDialog();
    const title = dialog.getByRole('textbox', { name: 'Title' });
    expect(title).not.toBeInvalid();
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await waitFor(() => expect(title).toBeInvalid());
    expect(title).toHaveFocus();
    expect(title).toHaveAccessibleDescription(/Enter a title/);
    expect(requests).toEqual([]);
    await userEvent.type(title, 'It burns');
    expect(title).not.toBeInvalid();
  });

  it('says what others see of a private incident, which needs no title', async () => {
    const { requests, more } = recordDeclarations();
    renderIncidentsPage(some, { more });
    const dialog = await openDialog();
    expect(
      dialog.queryByText('What other people can see'),
    ).not.toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: /Visibility/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Private' }),
    );
    expect(
      await dialog.findByText('What other people can see'),
    ).toBeInTheDocument();
    expect(
      dialog.getByText(/the team and project that get its parent issue/),
    ).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0].body).not.toHaveProperty('title');
  });

  it('opens for a private incident from a link, and forgets the link when it is closed', async () => {
    renderIncidentsPage(some, {
      path: '/incidents?status=active&declare=private',
    });
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Declare an incident' }),
    );
    expect(dialog.getByText('What other people can see')).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
    expect(screen.getByLabelText('address')).toHaveTextContent(
      /^\/incidents\?status=active$/,
    );
  });

  it('is possible when the routing preview is not available', async () => {
    renderIncidentsPage(some, {
      more: {
        'post /routing/preview': errorAnswer(
          503,
          'ServiceUnavailableError',
          'no answer',
        ),
      },
    });
    const dialog = await openDialog();
    expect(
      await dialog.findByText('no answer. You can still declare the incident.'),
    ).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: 'Declare' })).toBeEnabled();
  });

  it('keeps the input when the request is rejected, and retries with the same key', async () => {
    const keys: Array<string | null> = [];
    renderIncidentsPage(some, {
      more: {
        'post /incidents': request => {
          keys.push(request.headers.get('idempotency-key'));
          return errorAnswer(503, 'ServiceUnavailableError', 'no answer')();
        },
      },
    });
    const dialog = await openDialog();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    for (const times of [1, 2]) {
      await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
      await waitFor(() => expect(keys).toHaveLength(times));
      const alert = await dialog.findByRole('alert');
      expect(alert).toHaveTextContent('What you typed is still here');
      // Outside what scrolls
      expect(alert.closest('.bui-DialogBody')).toBeNull();
    }
    expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(
      'It burns',
    );
    expect(keys[0]).toBe(keys[1]);
  });

  it('says that it waits for the page, and leaves a link when that takes too long', async () => {
    const { more } = recordDeclarations();
    renderIncidentsPage(some, { more, hasEntity: false });
    const dialog = await openDialog();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    expect(
      await dialog.findByText(/INC-43 is declared. Its page opens as soon/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole(
        'link',
        { name: 'Open INC-43' },
        { timeout: 30_000 },
      ),
    ).toHaveAttribute('href', '/catalog/default/incident/inc-43');
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('reports the declared incident without opening it, if the dialog was closed', async () => {
    let answer = () => {};
    const isAnswered = new Promise<void>(resolve => {
      answer = resolve;
    });
    renderIncidentsPage(some, {
      more: {
        'post /incidents': async () => {
          await isAnswered;
          return json(incident({ ref: 'INC-43' }), 201);
        },
      },
    });
    const dialog = await openDialog();
    await userEvent.type(
      dialog.getByRole('textbox', { name: 'Title' }),
      'It burns',
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Declare' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Cancel' }));
    answer();
    expect(
      await screen.findByRole('link', { name: 'Open INC-43' }),
    ).toBeInTheDocument();
    expect(
      screen.queryByText(/not in the catalog yet/),
    ).not.toBeInTheDocument();
    expect(screen.getByLabelText('address')).toHaveTextContent(/^\/$/);
  });
});
