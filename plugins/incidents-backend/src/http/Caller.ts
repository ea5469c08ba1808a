import {
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import {
  AuthorizeResult,
  BasicPermission,
} from '@backstage/plugin-permission-common';
import { Request } from 'express';
import { Viewer, ViewerResolver } from '../incidents/Viewer';

/** Who makes a request. */
export interface Caller {
  credentials: BackstageCredentials;
  viewer: Viewer;
  /** Whom idempotency keys belong to. */
  principal: string;
}

/** Authenticates requests and checks basic permissions. */
export class Callers {
  readonly #httpAuth: HttpAuthService;
  readonly #viewers: ViewerResolver;
  readonly #permissions: PermissionsService;

  constructor(options: {
    httpAuth: HttpAuthService;
    viewers: ViewerResolver;
    permissions: PermissionsService;
  }) {
    this.#httpAuth = options.httpAuth;
    this.#viewers = options.viewers;
    this.#permissions = options.permissions;
  }

  /** @throws AuthenticationError without valid credentials */
  async identify(request: Request): Promise<Caller> {
    const credentials = await this.#httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const viewer = await this.#viewers.resolve(credentials);
    return {
      credentials,
      viewer,
      principal:
        viewer.kind === 'user' ? viewer.userRef : `service:${viewer.subject}`,
    };
  }

  /** @throws NotAllowedError when the policy denies it */
  async requirePermission(
    caller: Caller,
    permission: BasicPermission,
  ): Promise<void> {
    const [decision] = await this.#permissions.authorize([{ permission }], {
      credentials: caller.credentials,
    });
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `This needs the permission ${permission.name}; ask whoever runs Backstage for it`,
      );
    }
  }
}
