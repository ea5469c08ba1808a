import {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { normalizeRef } from '../catalog/refs';

/** Who makes a request, as privacy sees them. */
export type Requester =
  | {
      kind: 'user';
      userRef: string;
      /** May see every private incident, by `incidents.privacy.readers`. */
      readsEverything: boolean;
    }
  /** A backend acting for itself: sees private incidents in redacted form only. */
  | { kind: 'service'; subject: string };

/** A requester who is here, so that catalog and permissions can be asked in their name. */
export type AuthenticatedRequester = Requester & {
  credentials: BackstageCredentials;
};

/** Finds out who is behind credentials. */
export type IdentifyRequester = (
  credentials: BackstageCredentials,
) => Promise<AuthenticatedRequester>;

/** @param options.readers - entity refs of people and groups who may see every private incident */
export function createIdentifyRequester(options: {
  auth: AuthService;
  userInfo: UserInfoService;
  readers: readonly string[];
}): IdentifyRequester {
  const { auth, userInfo } = options;
  const readers = new Set(options.readers.map(normalizeRef));
  return async credentials => {
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
        credentials,
      );
      return {
        kind: 'user',
        userRef: normalizeRef(userEntityRef),
        readsEverything: [userEntityRef, ...ownershipEntityRefs].some(ref =>
          readers.has(normalizeRef(ref)),
        ),
        credentials,
      };
    }
    if (auth.isPrincipal(credentials, 'service')) {
      const { subject } = credentials.principal;
      return { kind: 'service', subject, credentials };
    }
    throw new NotAllowedError(
      'Only users and services have access to incidents; sign in first',
    );
  };
}
