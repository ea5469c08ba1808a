import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useWords } from '../../words/useWords';
import { RelatedIncidentsCard } from './RelatedIncidentsCard';

/** Incidents that affect the entity whose page this is. @public */
export function EntityAffectingIncidentsCard() {
  const { entity } = useEntity();
  const { t } = useWords();
  const entityRef = stringifyEntityRef(entity).toLocaleLowerCase('en-US');
  return (
    <IncidentsQueryProvider>
      <RelatedIncidentsCard
        title={t('related.affecting')}
        filters={{ affects: [entityRef] }}
        emptyText={t('related.noneAffecting')}
      />
    </IncidentsQueryProvider>
  );
}
