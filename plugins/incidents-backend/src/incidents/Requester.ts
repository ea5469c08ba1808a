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
      /** Entity refs of the groups whose member they are. */
      groupRefs: readonly string[];
      /** May see every private incident, by `incidents.privacy.readers`. */
      readsEverything: boolean;
    }
  /** A backend acting for itself: sees private incidents in redacted form only. */
  | { kind: 'service'; subject: string };

/** A requester who is here, so that catalog and permissions can be asked in their name. */
export type AuthenticatedRequester = Requester & {
  credentials: BackstageCredentials;
};

/** One text for each person and service. */
export function principalOf(requester: Requester): string {
  return requester.kind === 'user'
    ? requester.userRef
    : `service:${requester.subject}`;
}

/** Finds out who is behind credentials. */
export type IdentifyRequester = (
  credentials: BackstageCredentials,
) => Promise<AuthenticatedRequester>;

/** @param options.readers - entity refs of people and groups who may see every private incident */
export function createIdentifyRequester(options: {
  auth: AuthService;
  userInfo: UserInfoService;
  readers: readonly string[];
  /** Called with each user who makes a request. */
  onUser: (user: Requester) => Promise<void>;
}): IdentifyRequester {
  const { auth, userInfo } = options;
  const readers = new Set(options.readers.map(normalizeRef));
  return async credentials => {
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
        credentials,
      );
      const userRef = normalizeRef(userEntityRef);
      const groupRefs = ownershipEntityRefs
        .map(normalizeRef)
        .filter(ref => ref !== userRef);
      const requester = {
        kind: 'user' as const,
        userRef,
        groupRefs,
        readsEverything: [userRef, ...groupRefs].some(ref => readers.has(ref)),
        credentials,
      };
      await options.onUser(requester);
      return requester;
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
