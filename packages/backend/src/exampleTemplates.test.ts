import scaffolderModuleIncidents from '@backstage-incidents/scaffolder-backend-module-incidents';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import scaffolderPlugin from '@backstage/plugin-scaffolder-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import request from 'supertest';
import { parse } from 'yaml';

jest.setTimeout(60_000);

const templates = resolve(__dirname, '../../../examples/templates');

/** Dry-runs a template and returns what each action item step would have created. */
async function dryRun(name: string, values: object): Promise<string[]> {
  const backend = await startTestBackend({
    features: [
      scaffolderPlugin,
      scaffolderModuleIncidents,
      catalogServiceMock.factory({ entities: [] }),
      mockServices.rootConfig.factory({
        data: { app: { baseUrl: 'http://localhost:3000' } },
      }),
    ],
  });
  const source = await readFile(
    resolve(templates, name, 'template.yaml'),
    'utf8',
  );
  const response = await request(backend.server)
    .post('/api/scaffolder/v2/dry-run')
    .send({
      template: parse(source),
      values,
      secrets: {},
      directoryContents: [],
    });
  await backend.stop();
  expect(response.body).not.toHaveProperty('error');
  expect(response.status).toBe(200);
  const log: { body: { stepId?: string; message: string } }[] =
    response.body.log;
  return log.flatMap(({ body }) => {
    const [, made] = /(would create .*)/.exec(body.message) ?? [];
    return made ? [`${body.stepId} ${made}`] : [];
  });
}

describe('the example templates', () => {
  const incident = 'incident:default/inc-42';

  it('add one action item to the incident that was picked', async () => {
    await expect(
      dryRun('add-action-item', {
        incident,
        title: 'Write the timeline',
        assignee: 'user:default/ada.olsen',
        priority: 'high',
        dueDate: '2026-04-01',
      }),
    ).resolves.toEqual([
      'add would create an action item of INC-42 in Linear, assigned to user:default/ada.olsen',
    ]);
  });

  it('add the review and every follow-up', async () => {
    await expect(
      dryRun('post-incident-review', {
        incident,
        followUps: [
          { title: 'Alert on queue depth', priority: 'high' },
          { title: 'Rehearse failover', assignee: 'user:default/sam.weber' },
        ],
      }),
    ).resolves.toEqual([
      'review would create an action item of INC-42 in Linear, assigned to nobody',
      'follow-ups would create an action item of INC-42 in Linear, assigned to nobody',
      'follow-ups would create an action item of INC-42 in Linear, assigned to user:default/sam.weber',
    ]);
  });

  it('add only the review when no follow-up was decided', async () => {
    for (const followUps of [undefined, []]) {
      await expect(
        dryRun('post-incident-review', { incident, followUps }),
      ).resolves.toEqual([
        'review would create an action item of INC-42 in Linear, assigned to nobody',
      ]);
    }
  });
});
