import {
  createExtensionTester,
  mockApis,
  renderInTestApp,
} from '@backstage/frontend-test-utils';
import { identityApiRef } from '@backstage/core-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { incidentsApiRef } from '../api/incidentsApiRef';
import { fixtureClient } from '../__testUtils__/fixtureClient';
import { actionItem, incidentActionItems } from '../__testUtils__/fixtures';
import { handlers } from '../__testUtils__/handlers';
import { myActionItemsWidget } from './myActionItemsWidget';

describe('myActionItemsWidget', () => {
  it('is a titled card of the home page with the reader’s items', async () => {
    const widget = createExtensionTester(myActionItemsWidget).get(
      HomePageWidgetBlueprint.dataRefs.widget,
    );
    expect(widget.name).toBe('MyActionItems');
    renderInTestApp(<>{widget.component}</>, {
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        [
          incidentsApiRef,
          fixtureClient(
            handlers({
              'get /action-items': incidentActionItems([
                {
                  ref: 'INC-42',
                  item: actionItem({ identifier: 'PAY-1', title: 'Mine' }),
                },
              ]),
            }),
          ),
        ],
        [
          identityApiRef,
          mockApis.identity({ userEntityRef: 'user:default/ada.olsen' }),
        ],
      ],
    });
    expect(await screen.findByText('My action items')).toBeInTheDocument();
    expect(await screen.findByText('PAY-1')).toBeInTheDocument();
  });
});
