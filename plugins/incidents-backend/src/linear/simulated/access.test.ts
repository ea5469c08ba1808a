import { MemoryTokenStore } from '../__testUtils__/memory';
import type { LinearCall } from '../ports';
import { failure } from '../__testUtils__/scriptedLinear';
import { simulateLinear } from '../__testUtils__/simulatedLinear';
import {
  background,
  interactive,
  testGateway,
} from '../__testUtils__/testGateway';

describe('OAuth client credentials', () => {
  const auth = {
    kind: 'oauth' as const,
    clientId: 'demo-client',
    clientSecret: 'demo-secret',
    scopes: ['read', 'write'],
  };

  it.each(['single', 'parallel'] as const)(
    'serve many replicas where Linear keeps tokens %s',
    async tokenMode => {
      const { simulator, clock, store, sent } = await simulateLinear({
        simulator: {
          auth: {
            apiKeys: [],
            oauthClients: [
              {
                clientId: 'demo-client',
                clientSecret: 'demo-secret',
                tokenMode,
              },
            ],
          },
        },
      });
      const { apiUrl, tokenUrl } = simulator;
      const tokenStore = new MemoryTokenStore();
      const replicas = [1, 2, 3].map(() =>
        testGateway({ apiUrl, tokenUrl, clock, auth, tokenStore }),
      );
      const { id } = store.createIssue({ team: 'INC', title: 'Item' });
      const everyoneReads = () =>
        Promise.all(
          replicas.map(replica => replica.findIssue(id, interactive)),
        );
      const tokenRequests = () =>
        sent().filter(name => name === 'OAuthToken').length;
      await everyoneReads();
      expect(tokenRequests()).toBe(1);
      simulator.tokens.revokeAll();
      await everyoneReads();
      expect(tokenRequests()).toBe(2);
      clock.advance(29.5 * 86_400_000);
      await everyoneReads();
      expect(tokenRequests()).toBe(3);
      const probe = await replicas[0]?.probe([], [], background);
      expect(probe).toMatchObject({
        actor: { app: true },
        scopes: ['read', 'write'],
        faults: [],
      });
    },
  );

  it('with a wrong secret are rejected', async () => {
    const { simulator } = await simulateLinear();
    const { apiUrl, tokenUrl } = simulator;
    const gateway = testGateway({
      apiUrl,
      tokenUrl,
      auth: { ...auth, clientSecret: 'wrong' },
    });
    await expect(gateway.findIssue('INC-1', interactive)).rejects.toMatchObject(
      {
        kind: 'unauthorized',
        operation: 'token',
      },
    );
  });
});

describe('the rate budget', () => {
  it('stops background calls first, then interactive calls, and the creation of parent issues last', async () => {
    const { gateway, sent } = await simulateLinear({
      simulator: { limits: { requestsPerHour: 20, pointsPerHour: 1_000_000 } },
    });
    const creation: LinearCall = { ...background, purpose: 'createParent' };
    const spend = async (calls: number, call: LinearCall) => {
      for (let n = 0; n < calls; n += 1) {
        await gateway.findIssue('INC-1', call);
      }
      return failure(gateway.findIssue('INC-1', call));
    };
    const heldBack = {
      kind: 'rateLimited',
      bucket: 'requests',
      heldBack: true,
    };
    expect(await spend(16, background)).toMatchObject(heldBack);
    expect(await spend(3, interactive)).toMatchObject(heldBack);
    expect(sent()).toHaveLength(19);
    expect(await spend(1, creation)).toMatchObject({
      kind: 'rateLimited',
      heldBack: false,
    });
    expect(gateway.status()).toMatchObject({
      budget: { requests: { limit: 20, remaining: 0 } },
      waiting: { bucket: 'requests' },
    });
  });
});

describe('a wrong API key', () => {
  it('is an authorization failure that the status shows', async () => {
    const { gateway } = await simulateLinear({
      gateway: { auth: { kind: 'apiKey', apiKey: 'lin_api_wrong' } },
    });
    await expect(gateway.findIssue('INC-1', interactive)).rejects.toMatchObject(
      {
        kind: 'unauthorized',
      },
    );
    expect(gateway.status()).toMatchObject({
      connection: 'failing',
      lastFailure: { kind: 'unauthorized' },
    });
  });
});
