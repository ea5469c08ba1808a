import { TimelineEntry } from '@backstage-incidents/incidents-common';
import { asSentence } from '../../i18n/formatReason';
import { Translation } from '../../i18n/useTranslation';

/** Who or what made an entry. */
export type TimelineSource = 'people' | 'linear' | 'automatic';

/** Reasons by which a parent issue was moved in Linear, not by Backstage. */
const MOVED_IN_LINEAR = [
  'personCompleted',
  'personReopened',
  'completedWithSubIssues',
];

/** What happened in Linear has no actor either, but its kind or reason says so. */
export function sourceOf(entry: TimelineEntry): TimelineSource {
  if (entry.actor !== undefined) return 'people';
  switch (entry.kind) {
    case 'itemCompleted':
    case 'parentLost':
      return 'linear';
    case 'parentCompleted':
    case 'parentReopened':
      return MOVED_IN_LINEAR.includes(entry.params.reason.code)
        ? 'linear'
        : 'automatic';
    default:
      return 'automatic';
  }
}

/** Places of people in a sentence, to be filled with their names. */
const place = { actor: '⟦actor⟧', from: '⟦from⟧', to: '⟦to⟧' };

/** A sentence in parts: text, and entity refs of people. */
export type Sentence = readonly (
  | { kind: 'text'; text: string }
  | { kind: 'person'; userRef: string }
)[];

/** What an entry says, in the order of words of the user's language. */
export function describeEntry(
  entry: TimelineEntry,
  translation: Pick<Translation, 't' | 'reason'>,
): Sentence {
  const people: { [marker: string]: string | undefined } = {
    [place.actor]: entry.actor,
    ...(entry.kind === 'leadChanged' && {
      [place.from]: entry.params.from,
      [place.to]: entry.params.to,
    }),
  };
  return textOf(entry, translation)
    .split(/(⟦\w+⟧)/)
    .filter(part => part !== '')
    .map(part => {
      const userRef = people[part];
      return userRef === undefined
        ? { kind: 'text', text: part }
        : { kind: 'person', userRef };
    });
}

function textOf(
  entry: TimelineEntry,
  { t, reason }: Pick<Translation, 't' | 'reason'>,
): string {
  const isPerson = entry.actor !== undefined;
  const actor = isPerson ? place.actor : t('timeline.service');
  switch (entry.kind) {
    case 'declared':
      return t('timeline.declared', { actor });
    case 'statusChanged':
      return t('timeline.statusChanged', {
        actor,
        from: t(`status.${entry.params.from}`),
        to: t(`status.${entry.params.to}`),
      });
    case 'severityChanged':
      return t('timeline.severityChanged', {
        actor,
        from: t(`severity.${entry.params.from}`),
        to: t(`severity.${entry.params.to}`),
      });
    case 'leadChanged': {
      const { from, to } = entry.params;
      if (to === undefined) {
        return t('timeline.leadRemoved', { actor, from: place.from });
      }
      return from === undefined
        ? t('timeline.leadSet', { actor, to: place.to })
        : t('timeline.leadChanged', {
            actor,
            from: place.from,
            to: place.to,
          });
    }
    case 'visibilityChanged':
      return t(`timeline.visibilityChanged.${entry.params.to}`, { actor });
    case 'titleChanged':
      return t('timeline.titleChanged', { actor });
    case 'parentLinked': {
      const { identifier } = entry.params;
      return isPerson
        ? t('timeline.parentLinked.person', { actor, identifier })
        : t('timeline.parentLinked.automatic', { identifier });
    }
    case 'parentLost':
      return isPerson
        ? t('timeline.parentLost.person', { actor })
        : t('timeline.parentLost.automatic');
    case 'parentCompleted':
      return t('timeline.parentCompleted', {
        reason: asSentence(reason(entry.params.reason)),
      });
    case 'parentReopened':
      return t('timeline.parentReopened', {
        reason: asSentence(reason(entry.params.reason)),
      });
    case 'itemCompleted': {
      const { identifier } = entry.params;
      return isPerson
        ? t('timeline.itemCompleted.person', { actor, identifier })
        : t('timeline.itemCompleted.automatic', { identifier });
    }
    case 'noteAdded':
      return 'deletedAt' in entry.params
        ? t('timeline.noteDeleted', { actor })
        : t('timeline.noteAdded', { actor });
    default:
      throw new Error(`Unknown entry ${JSON.stringify(entry satisfies never)}`);
  }
}
