import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { createDemoAuthenticator } from './createDemoAuthenticator';
import demoAuthModule from '.';

const environment = process.env.NODE_ENV;

function setEnvironment(value: string | undefined) {
  Object.assign(process.env, { NODE_ENV: value });
}

const features = [
  authPlugin,
  demoAuthModule,
  mockServices.rootConfig.factory({
    data: {
      app: { baseUrl: 'http://localhost:3000' },
      auth: { providers: { demo: {} } },
    },
  }),
  catalogServiceMock.factory({
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'User',
        metadata: { name: 'ada.olsen' },
        spec: {
          memberOf: ['sre'],
          profile: { displayName: 'Ada Olsen', email: 'ada.olsen@example.com' },
        },
        relations: [{ type: 'memberOf', targetRef: 'group:default/sre' }],
      },
    ],
  }),
];

describe('demo sign-in provider', () => {
  afterEach(() => setEnvironment(environment));

  describe('in development', () => {
    beforeEach(() => setEnvironment('development'));

    it('creates a session of the user named in the query', async () => {
      const { server } = await startTestBackend({ features });
      const response = await request(server).post(
        '/api/auth/demo/refresh?user=ada.olsen',
      );
      expect(response.status).toBe(200);
      expect(response.body).toMatchObject({
        profile: { displayName: 'Ada Olsen', email: 'ada.olsen@example.com' },
        backstageIdentity: {
          token: expect.any(String),
          identity: {
            userEntityRef: 'user:default/ada.olsen',
            ownershipEntityRefs: [
              'user:default/ada.olsen',
              'group:default/sre',
            ],
          },
        },
      });
    });

    it('rejects a name that is not in the catalog', async () => {
      const { server } = await startTestBackend({ features });
      const response = await request(server).post(
        '/api/auth/demo/refresh?user=nobody',
      );
      expect(response.status).toBe(401);
      expect(response.body.error.message).toContain("no user 'nobody'");
    });

    it.each(['', '?user=', '?user=a/b', '?user=a&user=b', '?user=..%2Fx'])(
      'refuses the query %p as malformed',
      async query => {
        const { server } = await startTestBackend({ features });
        const response = await request(server).post(
          `/api/auth/demo/refresh${query}`,
        );
        expect(response.status).toBe(400);
        expect(response.body.error.message).toContain("'user'");
      },
    );
  });

  it('stops the backend at start in production', async () => {
    setEnvironment('production');
    await expect(startTestBackend({ features })).rejects.toThrow(
      /works only with NODE_ENV=development/,
    );
  });

  it.each(['production', 'test', undefined])(
    'cannot be initialized when NODE_ENV is %p',
    value => {
      expect(() =>
        createDemoAuthenticator({ environment: value }).initialize({
          config: mockServices.rootConfig(),
        }),
      ).toThrow(/NODE_ENV=development/);
    },
  );
});
