import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () => (await import('./DemoSignInPage')).DemoSignInPage,
  },
});

/** The sign-in page of the demo host: the seeded people and Guest. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [signInPage],
});
