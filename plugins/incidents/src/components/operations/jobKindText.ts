import { Translation } from '../../i18n/useTranslation';

const KINDS = [
  'reconcileParent',
  'cleanFormerParent',
  'refresh',
  'readIssues',
  'readTeams',
  'delta',
  'sweepStep',
  'refreshOwners',
  'findNotifications',
  'notify',
] as const;

function isKnownKind(kind: string): kind is (typeof KINDS)[number] {
  return KINDS.some(known => known === kind);
}

/** The name of a kind of background jobs; a newer backend may have more kinds. */
export function jobKindText(kind: string, t: Translation['t']): string {
  return isKnownKind(kind) ? t(`operations.kind.${kind}`) : kind;
}
