import {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { normalizeRef } from '../catalog/normalizeRef';

/** Who is asking, as privacy sees them. */
export type Viewer =
  | {
      kind: 'user';
      userRef: string;
      /** May see every private incident, by `incidents.privacy.readers`. */
      readsEverything: boolean;
    }
  /** A backend acting for itself: sees private incidents in redacted form only. */
  | { kind: 'service'; subject: string };

/** Finds out who is behind a request's credentials. */
export class ViewerResolver {
  readonly #auth: AuthService;
  readonly #userInfo: UserInfoService;
  readonly #readers: ReadonlySet<string>;

  constructor(options: {
    auth: AuthService;
    userInfo: UserInfoService;
    /** Entity refs of people and groups. */
    readers: readonly string[];
  }) {
    this.#auth = options.auth;
    this.#userInfo = options.userInfo;
    this.#readers = new Set(options.readers.map(normalizeRef));
  }

  async resolve(credentials: BackstageCredentials): Promise<Viewer> {
    if (this.#auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } =
        await this.#userInfo.getUserInfo(credentials);
      return {
        kind: 'user',
        userRef: normalizeRef(userEntityRef),
        readsEverything: [userEntityRef, ...ownershipEntityRefs].some(ref =>
          this.#readers.has(normalizeRef(ref)),
        ),
      };
    }
    if (this.#auth.isPrincipal(credentials, 'service')) {
      return { kind: 'service', subject: credentials.principal.subject };
    }
    throw new NotAllowedError(
      'Only users and services may ask for incidents; sign in first',
    );
  }
}
