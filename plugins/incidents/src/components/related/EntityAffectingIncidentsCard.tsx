import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { DeclareHere } from './DeclareHere';
import { RelatedIncidentsCard } from './RelatedIncidentsCard';
import { affectedScope, RelatedScope } from './relatedScope';

function partsInWords(
  scope: RelatedScope,
  t: Translation['t'],
): string | undefined {
  const { total, included } = scope;
  if (total === 0) return undefined;
  if (included < total) {
    return t('related.firstParts', {
      n: included,
      total: total,
    });
  }
  return t('related.parts', { count: total });
}

/**
 * Incidents that affect the entity whose page this is, or one of its direct
 * parts, and their open action items.
 * @public
 */
export function EntityAffectingIncidentsCard() {
  const { entity } = useEntity();
  const { t } = useTranslation();
  const scope = affectedScope(entity);
  const affects = scope.entityRefs;
  const counted = new Set(affects);
  return (
    <IncidentsQueryProvider>
      <RelatedIncidentsCard
        // Never show another entity's incidents while its own are loading.
        key={affects[0]}
        title={t('related.affecting')}
        incidents={{
          filters: { affects },
          emptyText: t('related.noneAffecting'),
          aboutOf:
            scope.total > 0
              ? incident =>
                  incident.affects.find(ref =>
                    counted.has(ref.toLocaleLowerCase('en-US')),
                  )
              : undefined,
        }}
        items={{
          filters: { affects },
          title: t('actionItems.open'),
          emptyText: t('related.noItems'),
          showsAssignee: true,
        }}
        action={<DeclareHere affects={affects[0]} />}
        scopeText={partsInWords(scope, t)}
      />
    </IncidentsQueryProvider>
  );
}
