import { demoAccounts } from './demoAccounts';
import { DemoIdentity } from './DemoIdentity';

const MINUTE = 60 * 1000;
const [account] = demoAccounts;

function session(token: string) {
  return new Response(
    JSON.stringify({
      profile: {},
      backstageIdentity: {
        token,
        expiresInSeconds: 60 * 60,
        identity: {
          type: 'user',
          userEntityRef: 'user:default/ada.olsen',
          ownershipEntityRefs: ['user:default/ada.olsen', 'group:default/sre'],
        },
      },
    }),
  );
}

function createIdentity(onSignOut = () => {}) {
  return DemoIdentity.create({
    account,
    discoveryApi: { getBaseUrl: async id => `http://backend/api/${id}` },
    onSignOut,
  });
}

describe('DemoIdentity', () => {
  const fetchMock = jest.fn<
    ReturnType<typeof fetch>,
    Parameters<typeof fetch>
  >();
  const realFetch = global.fetch;

  beforeEach(() => {
    jest.useFakeTimers();
    global.fetch = fetchMock;
    let count = 0;
    fetchMock.mockReset().mockImplementation(async () => {
      count += 1;
      return session(`token-${count}`);
    });
  });

  afterEach(() => {
    global.fetch = realFetch;
    jest.useRealTimers();
  });

  it('signs in through the demo provider', async () => {
    const identity = await createIdentity();
    expect(fetchMock).toHaveBeenCalledWith(
      'http://backend/api/auth/demo/refresh?user=ada.olsen',
      expect.objectContaining({ method: 'POST' }),
    );
    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/ada.olsen',
    });
    await expect(identity.getProfileInfo()).resolves.toEqual({
      displayName: 'Ada Olsen',
    });
  });

  it('renews the token shortly before it expires, with one request for all callers', async () => {
    const identity = await createIdentity();

    jest.advanceTimersByTime(54 * MINUTE);
    await expect(identity.getCredentials()).resolves.toEqual({
      token: 'token-1',
    });

    jest.advanceTimersByTime(2 * MINUTE);
    await expect(
      Promise.all([identity.getCredentials(), identity.getCredentials()]),
    ).resolves.toEqual([{ token: 'token-2' }, { token: 'token-2' }]);
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it('tries again after a failed renewal', async () => {
    const identity = await createIdentity();
    jest.advanceTimersByTime(60 * MINUTE);

    fetchMock.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await expect(identity.getCredentials()).rejects.toThrow('Failed to fetch');
    await expect(identity.getCredentials()).resolves.toEqual({
      token: 'token-2',
    });
  });

  it('says why the backend rejects the account', async () => {
    fetchMock.mockResolvedValueOnce(
      new Response('{}', { status: 401, statusText: 'Unauthorized' }),
    );
    await expect(createIdentity()).rejects.toThrow('401');
  });

  it('notifies the app when it signs out', async () => {
    const onSignOut = jest.fn();
    await (await createIdentity(onSignOut)).signOut();
    expect(onSignOut).toHaveBeenCalledTimes(1);
  });
});
