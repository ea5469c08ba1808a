import { LoggerService } from '@backstage/backend-plugin-api';
import { ActionItemSource } from '@backstage-incidents/incidents-common';
import { mapActionItem } from '../actionItems/mapActionItem';
import { StoredActionItem } from '../actionItems/StoredActionItem';
import { IncidentsSettings } from '../config';
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
export type ItemMapper = ReturnType<typeof createItemMapper>;

export function createItemMapper(deps: {
  users: CatalogUsers;
  settings: Pick<IncidentsSettings, 'actionItems'>;
  logger: LoggerService;
}) {
  const { sources, dueWithinMs } = deps.settings.actionItems;
  const settings = {
    sources: [...new Set([...sources, SUB_ISSUE])],
    dueWithinMs,
  };
  const warnedStateTypes = new Set<string>();

  function warnOnce(stateType: string): void {
    if (!warnedStateTypes.has(stateType)) {
      warnedStateTypes.add(stateType);
      deps.logger.warn(
        `Linear has a workflow state of the unknown type ${stateType}; its issues are shown as to do`,
      );
    }
  }

  return {
    /** Whether issues of this source are kept at all. */
    keeps: (source: LinearItemSource) =>
      settings.sources.some(shown => shown === source),

    /** A function from reading to item; `undefined` where it is no item. */
    async prepare(
      issues: readonly LinearIssue[],
    ): Promise<(reading: ItemReading) => StoredActionItem | undefined> {
      const userRefs = await deps.users.refsOf(
        issues.flatMap(({ assignee }) => assignee ?? []),
      );
      return ({ issue, source }) => {
        const mapped = mapActionItem({ issue, source, settings, userRefs });
        if (mapped?.unknownStateType !== undefined) {
          warnOnce(mapped.unknownStateType);
        }
        return mapped?.item;
      };
    },
  };
}
