import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Hint } from '../common/Hint';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { RelatedIncidentsCard } from './RelatedIncidentsCard';
import { leadScope, RelatedScope } from './relatedScope';

function membersInWords(scope: RelatedScope, t: Translation['t']): string {
  const { total, included } = scope;
  if (included < total) {
    return t('related.firstMembers', {
      n: included,
      total: total,
    });
  }
  return t('related.members', { count: total });
}

/**
 * Incidents led by the user, or by direct members of the group, whose page this
 * is, and the action items assigned to them.
 * @public
 */
export function EntityLedIncidentsCard() {
  const { entity } = useEntity();
  const { t } = useTranslation();
  const entityRef = stringifyEntityRef(entity).toLocaleLowerCase('en-US');
  const isGroup = entity.kind.toLocaleLowerCase('en-US') === 'group';
  const scope = leadScope(entity);
  if (scope.entityRefs.length === 0) return <NoMembers />;
  return (
    <IncidentsQueryProvider>
      <RelatedIncidentsCard
        // Never show another person's incidents while theirs are loading.
        key={entityRef}
        title={t('related.led')}
        incidents={{
          filters: { lead: scope.entityRefs },
          emptyText: isGroup
            ? t('related.noneLedGroup')
            : t('related.noneLedUser'),
          aboutOf: isGroup ? incident => incident.lead : undefined,
        }}
        items={{
          // The backend looks up a group's members itself.
          filters: { assignee: [entityRef] },
          title: t('related.itemsAssigned'),
          emptyText: t('related.noItemsAssigned'),
          showsAssignee: isGroup,
        }}
        scopeText={isGroup ? membersInWords(scope, t) : undefined}
      />
    </IncidentsQueryProvider>
  );
}

/** A filter without leads would match everybody's incidents. */
function NoMembers() {
  const { t } = useTranslation();
  return (
    <SectionCard
      head={headingId => (
        <CardHeading id={headingId}>{t('related.led')}</CardHeading>
      )}
    >
      <Hint>{t('related.noMembers')}</Hint>
    </SectionCard>
  );
}
