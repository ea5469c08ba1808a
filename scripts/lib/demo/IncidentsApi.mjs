/** How long to wait until the people are in a new catalog, in milliseconds. */
const SIGN_IN_WITHIN = 60_000;

/** The incidents API as one of the seeded people. */
export class IncidentsApi {
  #backendUrl;
  #token;

  /** @param {{ backendUrl: string, user: string }} options `user` by entity name */
  static async signIn({ backendUrl, user }) {
    const deadline = Date.now() + SIGN_IN_WITHIN;
    for (;;) {
      const response = await fetch(
        `${backendUrl}/api/auth/demo/refresh?user=${user}`,
        { method: 'POST' },
      );
      if (response.ok) {
        const { backstageIdentity } = await response.json();
        return new IncidentsApi(backendUrl, backstageIdentity.token);
      }
      const reason = await describeRefusal(response);
      if (Date.now() > deadline) {
        throw new Error(`${user} could not sign in: ${reason}`);
      }
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }

  constructor(backendUrl, token) {
    this.#backendUrl = backendUrl;
    this.#token = token;
  }

  async listByLabel(label) {
    return (await this.#request(`/incidents?label=${label}&limit=200`)).items;
  }

  get(ref) {
    return this.#request(`/incidents/${ref}`);
  }

  create(draft, idempotencyKey) {
    return this.#request('/incidents', {
      method: 'POST',
      headers: { 'idempotency-key': idempotencyKey },
      body: JSON.stringify(draft),
    });
  }

  update(ref, change) {
    return this.#request(`/incidents/${ref}`, {
      method: 'PATCH',
      body: JSON.stringify(change),
    });
  }

  /** The incident once its parent issue was created or has failed, or its current state after a timeout. */
  async settled(ref, { within }) {
    const deadline = Date.now() + within;
    for (;;) {
      const incident = await this.get(ref);
      if (incident.parentIssue.status !== 'pending' || Date.now() > deadline) {
        return incident;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  sync(ref) {
    return this.#request(`/incidents/${ref}/sync`, { method: 'POST' });
  }

  async #request(path, options = {}) {
    const response = await fetch(`${this.#backendUrl}/api/incidents${path}`, {
      ...options,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/json',
        ...options.headers,
      },
    });
    if (!response.ok) {
      throw new Error(
        `/api/incidents${path} answered ${await describeRefusal(response)}`,
      );
    }
    return response.json();
  }
}

/** The status and message of an error response. */
async function describeRefusal(response) {
  const text = await response.text();
  try {
    return `${response.status}, ${JSON.parse(text).error.message}`;
  } catch {
    return `${response.status}`;
  }
}
