import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import scaffolderModuleIncidents from '.';

describe('scaffolderModuleIncidents', () => {
  it('adds its actions to the scaffolder', async () => {
    const added: { id: string }[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          { addActions: (...actions) => added.push(...actions) },
        ],
      ],
      features: [
        scaffolderModuleIncidents,
        mockServices.rootConfig.factory({
          data: { app: { baseUrl: 'http://localhost:3000' } },
        }),
      ],
    });

    expect(added.map(({ id }) => id)).toEqual([
      'incidents:incident:create',
      'incidents:actionItem:create',
    ]);
    await backend.stop();
  });
});
