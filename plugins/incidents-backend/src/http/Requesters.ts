import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import {
  AuthenticatedRequester,
  IdentifyRequester,
} from '../incidents/Requester';

/** Authenticates requests. */
export class Requesters {
  readonly #httpAuth: HttpAuthService;
  readonly #identify: IdentifyRequester;

  constructor(options: {
    httpAuth: HttpAuthService;
    identify: IdentifyRequester;
  }) {
    this.#httpAuth = options.httpAuth;
    this.#identify = options.identify;
  }

  /** @throws AuthenticationError without valid credentials */
  async identify(request: Request): Promise<AuthenticatedRequester> {
    return this.#identify(
      await this.#httpAuth.credentials(request, { allow: ['user', 'service'] }),
    );
  }

  /** Whoever is behind credentials that were authenticated already. */
  async of(credentials: BackstageCredentials): Promise<AuthenticatedRequester> {
    return this.#identify(credentials);
  }
}
