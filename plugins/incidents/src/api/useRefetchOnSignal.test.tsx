import { act, screen, waitFor } from '@testing-library/react';
import { incident } from '../__testUtils__/fixtures';
import { handlers, json } from '../__testUtils__/handlers';
import { renderWithIncidents } from '../__testUtils__/renderWithIncidents';
import { useIncident } from './useIncident';
import { useIncidentList } from './useIncidentList';

function Reader() {
  const one = useIncident('INC-42');
  const list = useIncidentList({});
  return one.data && list.data ? <p>List {list.data.totalItems}</p> : null;
}

describe('useRefetchOnSignal', () => {
  it('reads few times during many signals, and once after the last', async () => {
    const listeners: Array<(message: unknown) => void> = [];
    const reads = { one: 0, list: 0 };
    renderWithIncidents(<Reader />, {
      signals: {
        subscribe: (_, onMessage) => {
          listeners.push(message => onMessage(message as never));
          return { unsubscribe() {} };
        },
      },
      handlers: handlers({
        'get /incidents/INC-42': () => {
          reads.one += 1;
          return json(incident());
        },
        'get /incidents': () => {
          reads.list += 1;
          return json({ items: [], totalItems: reads.list });
        },
      }),
    });
    await screen.findByText('List 1');
    act(() => {
      for (let index = 0; index < 50; index += 1) {
        for (const incidentRef of ['INC-42', 'INC-7']) {
          for (const notify of listeners)
            notify({ type: 'changed', incidentRef });
        }
      }
    });
    await screen.findByText('List 2');
    // Changes during the second read would be missing without a third.
    await screen.findByText('List 3', {}, { timeout: 10_000 });
    await waitFor(() => expect(reads).toEqual({ one: 3, list: 3 }));
  });
});
