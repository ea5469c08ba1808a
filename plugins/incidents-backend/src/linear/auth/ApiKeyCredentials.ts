import type { LinearCredentials } from './LinearCredentials';

/** A personal API key, sent bare. */
export class ApiKeyCredentials implements LinearCredentials {
  readonly #apiKey: string;

  constructor(apiKey: string) {
    this.#apiKey = apiKey;
  }

  async authorization() {
    return this.#apiKey;
  }

  async renew() {
    return false;
  }

  renewalDidNotHelp() {}

  token() {
    return undefined;
  }

  scopes() {
    return undefined;
  }
}
