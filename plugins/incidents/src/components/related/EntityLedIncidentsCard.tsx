import {
  Entity,
  RELATION_HAS_MEMBER,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useWords } from '../../words/useWords';
import { RelatedIncidentsCard } from './RelatedIncidentsCard';

/** The most leads one list call is asked for. */
const MAX_LEADS = 100;

/** A user leads what is theirs; a group what its members lead. */
function leadsOf(entity: Entity): string[] {
  if (entity.kind.toLocaleLowerCase('en-US') === 'user') {
    return [stringifyEntityRef(entity).toLocaleLowerCase('en-US')];
  }
  return (entity.relations ?? [])
    .filter(relation => relation.type === RELATION_HAS_MEMBER)
    .map(relation => relation.targetRef.toLocaleLowerCase('en-US'))
    .slice(0, MAX_LEADS);
}

/** Incidents led by the user, or by members of the group, whose page this is. @public */
export function EntityLedIncidentsCard() {
  const { entity } = useEntity();
  const { t } = useWords();
  const leads = leadsOf(entity);
  // No lead at all would ask for everybody's incidents.
  if (leads.length === 0) return null;
  return (
    <IncidentsQueryProvider>
      <RelatedIncidentsCard
        title={t('related.led')}
        filters={{ lead: leads }}
        emptyText={t('related.noneLed')}
      />
    </IncidentsQueryProvider>
  );
}
