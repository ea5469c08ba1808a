import { RelationsPage } from '../linear';

export type ChangedRelation = RelationsPage['relations'][number];

/**
 * Relations that were applied in the state Linear told them in. A quiet
 * workspace shows the same newest ones at every delta, and nothing needs to be
 * read for them again.
 */
export class SettledRelations {
  readonly #keys = new Set<string>();
  readonly #limit: number;

  /** @param limit - how many are remembered before all are forgotten; forgetting only costs reads */
  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  has(relation: ChangedRelation): boolean {
    return this.#keys.has(keyOf(relation));
  }

  remember(relations: readonly ChangedRelation[]): void {
    if (this.#keys.size > this.#limit) {
      this.#keys.clear();
    }
    for (const relation of relations) {
      this.#keys.add(keyOf(relation));
    }
  }
}

/** One state of a relation: a person who removes and draws it again makes another. */
function keyOf(relation: ChangedRelation): string {
  return JSON.stringify([
    relation.type,
    relation.issueId,
    relation.relatedIssueId,
    relation.removed,
    relation.updatedAt,
  ]);
}
