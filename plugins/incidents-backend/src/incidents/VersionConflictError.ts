import { ConflictError } from '@backstage/errors';

/** An edit was based on a version that is no longer the current one. */
export class VersionConflictError extends ConflictError {
  /** What to base the next try on; absent when the incident is gone. */
  readonly currentVersion: number | undefined;

  constructor(ref: string, currentVersion: number | undefined) {
    super(
      `${ref} was changed by someone else; read it again and repeat your change on version ${currentVersion}`,
    );
    this.name = 'ConflictError';
    this.currentVersion = currentVersion;
  }
}
