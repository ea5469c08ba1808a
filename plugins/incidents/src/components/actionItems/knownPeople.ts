import { ActionItem } from '@backstage-incidents/incidents-common';

/** Offered without a search; everybody else is found by name. */
const OFFERED = 6;

/** A catalog user who can be assigned without a search. */
export interface KnownPerson {
  userRef: string;
  name: string;
  avatarUrl?: string;
  isReader: boolean;
}

/** The user first, then the assignees with the most items, by name. */
export function knownPeople(options: {
  items: readonly ActionItem[];
  reader: { userRef: string; name: string } | undefined;
}): KnownPerson[] {
  const { items, reader } = options;
  const found = new Map<string, { person: KnownPerson; items: number }>();
  if (reader) {
    found.set(reader.userRef, {
      person: { ...reader, isReader: true },
      items: Infinity,
    });
  }
  for (const { assignee } of items) {
    if (!assignee?.userRef) continue;
    const { name, avatarUrl } = assignee;
    const userRef = assignee.userRef.toLocaleLowerCase('en-US');
    const known = found.get(userRef);
    found.set(userRef, {
      person: {
        userRef,
        name,
        avatarUrl,
        isReader: known?.person.isReader ?? false,
      },
      items: (known?.items ?? 0) + 1,
    });
  }
  return [...found.values()]
    .sort(
      (a, b) =>
        // Not a difference: that of two infinities is not a number.
        Number(b.person.isReader) - Number(a.person.isReader) ||
        b.items - a.items ||
        a.person.name.localeCompare(b.person.name),
    )
    .slice(0, OFFERED)
    .map(({ person }) => person)
    .sort(
      (a, b) =>
        Number(b.isReader) - Number(a.isReader) || a.name.localeCompare(b.name),
    );
}
