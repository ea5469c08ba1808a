import {
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { Viewer, ViewerResolver } from '../incidents/Viewer';

/** Who makes a request. */
export interface Caller {
  credentials: BackstageCredentials;
  viewer: Viewer;
  /** Whom idempotency keys belong to. */
  principal: string;
}

/** Authenticates requests. */
export class Callers {
  readonly #httpAuth: HttpAuthService;
  readonly #viewers: ViewerResolver;

  constructor(options: { httpAuth: HttpAuthService; viewers: ViewerResolver }) {
    this.#httpAuth = options.httpAuth;
    this.#viewers = options.viewers;
  }

  /** @throws AuthenticationError without valid credentials */
  async identify(request: Request): Promise<Caller> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    return this.of(credentials);
  }

  /** Whoever is behind credentials that were authenticated already. */
  async of(credentials: BackstageCredentials): Promise<Caller> {
    const viewer = await this.#viewers.resolve(credentials);
    return {
      credentials,
      viewer,
      principal:
        viewer.kind === 'user' ? viewer.userRef : `service:${viewer.subject}`,
    };
  }
}
