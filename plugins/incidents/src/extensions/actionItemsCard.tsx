import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { z } from 'zod';
import { itemGroupings } from '../components/actionItems/groupItems';
import { actionItemColumns } from '../components/actionItems/actionItemColumns';

/** The action items card on an incident's page. */
export const actionItemsCard = EntityCardBlueprint.makeWithOverrides({
  name: 'action-items',
  configSchema: {
    pageSize: z.number().int().min(1).max(500).optional(),
    groupBy: z.enum(itemGroupings).optional(),
    hiddenColumns: z.array(z.enum(actionItemColumns)).optional(),
  },
  factory: (originalFactory, { config }) =>
    originalFactory({
      filter: { kind: 'incident' },
      type: 'content',
      loader: async () => {
        const { EntityActionItemsCard } = await import(
          '../components/actionItems/EntityActionItemsCard'
        );
        return (
          <EntityActionItemsCard
            pageSize={config.pageSize}
            groupBy={config.groupBy}
            hiddenColumns={config.hiddenColumns}
          />
        );
      },
    }),
});
