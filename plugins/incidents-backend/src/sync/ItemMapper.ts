import { LoggerService } from '@backstage/backend-plugin-api';
import { ActionItemSource } from '@backstage-incidents/incidents-common';
import { mapActionItem } from '../actionItems/mapActionItem';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { ActionItemsSettings } from '../config';
import { LinearIssue, LinearItemSource } from '../linear';
import { CatalogUsers } from '../catalog/users';

/** Stored whether shown or not: a parent is never closed over an open sub-issue that its team would close too. */
const SUB_ISSUE: ActionItemSource = 'child';

/** An issue as Linear showed it, and how it belongs to an incident's parent. */
export interface ItemReading {
  issue: LinearIssue;
  source: LinearItemSource;
}

/** Turns readings into action items, each batch with one look-up of people. */
export class ItemMapper {
  readonly #users: CatalogUsers;
  readonly #settings: Pick<ActionItemsSettings, 'sources' | 'dueWithinMs'>;
  readonly #logger: LoggerService;
  readonly #warnedStateTypes = new Set<string>();

  constructor(options: {
    users: CatalogUsers;
    settings: ActionItemsSettings;
    logger: LoggerService;
  }) {
    this.#users = options.users;
    const { sources, dueWithinMs } = options.settings;
    this.#settings = {
      sources: [...new Set([...sources, SUB_ISSUE])],
      dueWithinMs,
    };
    this.#logger = options.logger;
  }

  /** Whether issues of this source are kept at all. */
  keeps(source: LinearItemSource): boolean {
    return this.#settings.sources.some(shown => shown === source);
  }

  /** A function from reading to item; `undefined` where it is no item. */
  async prepare(
    issues: readonly LinearIssue[],
  ): Promise<(reading: ItemReading) => StoredActionItem | undefined> {
    const userRefs = await this.#users.refsOf(
      issues.flatMap(({ assignee }) => assignee ?? []),
    );
    return ({ issue, source }) => {
      const mapped = mapActionItem({
        issue,
        source,
        settings: this.#settings,
        userRefs,
      });
      if (mapped.outcome === 'dropped') {
        return undefined;
      }
      if (mapped.unknownStateType !== undefined) {
        this.#warnOnce(mapped.unknownStateType);
      }
      return mapped.item;
    };
  }

  #warnOnce(stateType: string): void {
    if (!this.#warnedStateTypes.has(stateType)) {
      this.#warnedStateTypes.add(stateType);
      this.#logger.warn(
        `Linear has a workflow state of the unknown type ${stateType}; its issues are shown as to do`,
      );
    }
  }
}
