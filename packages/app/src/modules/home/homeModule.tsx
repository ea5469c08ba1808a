import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { MarkdownContent } from '@backstage/core-components';

const content = `
- **[Declare an incident](/create/templates/default/declare-incident)**:
  it gets a parent issue in the Linear simulator
- **[See all incidents](/incidents)**: the page of each shows its action items
- **Do the work** in the simulator, whose address stands in the terminal, and
  come back: the card follows
`;

const gettingStartedWidget = HomePageWidgetBlueprint.make({
  name: 'getting-started',
  params: {
    name: 'GettingStarted',
    title: 'Getting started',
    description: 'What to try in this demo',
    components: async () => ({
      Content: () => <MarkdownContent content={content} />,
    }),
  },
});

export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [gettingStartedWidget],
});
