import { expect, Locator, Page, test as base } from '@playwright/test';
import { Agent } from './Agent';
import { collectBrowserErrors } from './collectBrowserErrors';
import {
  DeclaredIncident,
  Declaration,
  declareWith as declare,
} from './declareWith';
import { incidentPath, Incidents } from './Incidents';
import { Linear } from './Linear';

/** An incident whose page is open. */
type OpenedIncident = DeclaredIncident & {
  /** Its action items. */
  card: Locator;
  /** The rows of its action items, in the order of `items`. */
  rows: Locator[];
};

type Fixtures = {
  /**
   * The browser error that this test expects, such as the 409 response that
   * it provokes. Any other error fails the test.
   */
  allowedError: RegExp | undefined;
  /** Fails the test when a page logs an error or throws one. */
  noBrowserErrors: void;
  /** Waits until the people of the demo can sign in. */
  peopleAreThere: void;
  /** Signs in as one of the seeded people, by display name, on the sign-in page. */
  signInAs: (displayName: string) => Promise<void>;
  /** Opens a path as one of the seeded people, by entity name, already signed in. */
  openAs: (name: string, path: string) => Promise<void>;
  /** A Backstage token of one of the seeded people, by entity name. */
  tokenOf: (name: string) => Promise<string>;
  /** The incidents API as one of the seeded people, by entity name. */
  incidentsOf: (name: string) => Promise<Incidents>;
  /** An agent with the token of one of the seeded people, by entity name. */
  agentOf: (name: string) => Promise<Agent>;
  /** An agent with any token. */
  agentWith: (token: string) => Promise<Agent>;
  /** Declares an incident as Ada Olsen and gives it action items in Linear. */
  declareWith: (declaration: Declaration) => Promise<DeclaredIncident>;
  /** The same, and opens its page. */
  openIncidentWith: (declaration: Declaration) => Promise<OpenedIncident>;
  /** Acts as a person in Linear. Faults are cleared after the test. */
  linear: Linear;
};

/** The page of the Linear simulator that the host under test works with. */
export const simulatorUrl = `http://localhost:${
  process.env.E2E_SIMULATOR_PORT ?? '7110'
}`;

/** Playwright's `test` with what every test of the demo host needs. */
export const test = base.extend<Fixtures>({
  allowedError: [undefined, { option: true }],
  noBrowserErrors: [
    async ({ context, allowedError }, provide) => {
      const errors = collectBrowserErrors(context);
      await provide();
      const unexpected = errors.filter(error => !allowedError?.test(error));
      expect(unexpected, 'errors in the browser').toEqual([]);
    },
    { auto: true },
  ],
  peopleAreThere: async ({ request }, provide) => {
    // The host responds before its people are in the catalog.
    await expect
      .poll(
        async () =>
          (await request.get('/api/auth/demo/refresh?user=ada.olsen')).status(),
        { timeout: 60_000 },
      )
      .toBe(200);
    await provide();
  },
  signInAs: async ({ page, peopleAreThere: _ }, provide) => {
    await provide(async displayName => {
      await page.goto('/');
      await page
        .getByRole('button', { name: `Sign in as ${displayName}` })
        .click();
      await expect(
        page
          .getByRole('navigation', { name: 'sidebar nav' })
          .getByRole('link', { name: 'Catalog', exact: true }),
      ).toBeVisible();
    });
  },
  openAs: async ({ page, peopleAreThere: _ }, provide) => {
    await provide(async (name, path) => {
      await page.addInitScript(
        account => window.sessionStorage.setItem('demoAccount', account),
        name,
      );
      await page.goto(path);
    });
  },
  tokenOf: async ({ request, peopleAreThere: _ }, provide) => {
    await provide(async name => {
      const session = await request.get(
        `/api/auth/demo/refresh?user=${encodeURIComponent(name)}`,
      );
      const { backstageIdentity } = await session.json();
      return backstageIdentity.token;
    });
  },
  incidentsOf: async ({ tokenOf, baseURL }, provide) => {
    await provide(
      async name =>
        new Incidents({ baseUrl: baseURL ?? '', token: await tokenOf(name) }),
    );
  },
  agentWith: async ({ baseURL, peopleAreThere: _ }, provide) => {
    const agents = new Array<Agent>();
    await provide(async token => {
      const agent = await Agent.connect({ baseUrl: baseURL ?? '', token });
      agents.push(agent);
      return agent;
    });
    await Promise.all(agents.map(agent => agent.close()));
  },
  agentOf: async ({ agentWith, tokenOf }, provide) => {
    await provide(async name => agentWith(await tokenOf(name)));
  },
  declareWith: async ({ incidentsOf, linear }, provide) => {
    await provide(async declaration =>
      declare({
        incidents: await incidentsOf('ada.olsen'),
        linear,
        declaration,
      }),
    );
  },
  openIncidentWith: async ({ page, openAs, declareWith }, provide) => {
    await provide(async declaration => {
      const incident = await declareWith(declaration);
      await openAs('ada.olsen', incidentPath(incident.ref));
      const card = actionItemsCard(page);
      const rows = incident.items.map(({ identifier }) =>
        card.getByRole('listitem').filter({ hasText: identifier }),
      );
      return { ...incident, card, rows };
    });
  },
  linear: async ({}, provide) => {
    const linear = new Linear(simulatorUrl);
    await provide(linear);
    await linear.clearFaults();
  },
});

/** The action items card on an incident's page. */
export function actionItemsCard(page: Page) {
  return page.getByRole('region', { name: 'Action items' });
}

export { expect };
