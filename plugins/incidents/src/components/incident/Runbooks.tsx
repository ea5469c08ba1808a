import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { RiBookOpenLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../../api/queryKeys';
import { useTranslation } from '../../i18n/useTranslation';
import { EntityLink } from '../common/EntityLink';
import { ExternalLink } from '../common/ExternalLink';
import { Fact } from './Fact';
import { FewFirst } from './FewFirst';
import styles from './IncidentOverview.module.css';

const RUNBOOK = 'runbook';

interface Help {
  runbooks: Array<{ title: string; url: string }>;
  owners: string[];
}

/** What to do and whom to call: runbooks and owners of what an incident affects. */
export function Runbooks(props: { affects: readonly string[] }) {
  const { affects } = props;
  const { t } = useTranslation();
  const catalogApi = useApiHolder().get(catalogApiRef);
  const { data, error } = useQuery({
    queryKey: queryKeys.runbooks(affects),
    enabled: catalogApi !== undefined && affects.length > 0,
    staleTime: 60_000,
    queryFn: async () => {
      const response = await catalogApi?.getEntitiesByRefs({
        entityRefs: [...affects],
        fields: ['kind', 'metadata', 'relations'],
      });
      return helpOf((response?.items ?? []).filter(item => item !== undefined));
    },
  });
  if (error && affects.length > 0) {
    return (
      <Fact term={t('incident.runbooks')}>
        <span className={styles.faint}>{t('incident.runbooksFailed')}</span>
      </Fact>
    );
  }
  if (!data) return null;
  const { runbooks, owners } = data;
  return (
    <>
      {runbooks.length > 0 && (
        <Fact term={t('incident.runbooks')}>
          <ul className={styles.inline}>
            {runbooks.map(({ title, url }) => (
              <li key={url}>
                <ExternalLink href={url} className={styles.link}>
                  <RiBookOpenLine size={16} aria-hidden />
                  {title}
                </ExternalLink>
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {owners.length > 0 && (
        <Fact term={t('incident.owners')}>
          <FewFirst
            items={owners}
            render={entityRef => <EntityLink entityRef={entityRef} />}
          />
        </Fact>
      )}
    </>
  );
}

/** Each runbook once, in the order of the affected entities. */
function helpOf(entities: readonly Entity[]): Help {
  const runbooks = new Map<string, string>();
  const owners = new Set<string>();
  for (const { metadata, relations = [] } of entities) {
    for (const { url, title, type } of metadata.links ?? []) {
      if (type?.toLocaleLowerCase('en-US') === RUNBOOK && !runbooks.has(url)) {
        runbooks.set(url, title ?? url);
      }
    }
    for (const { type, targetRef } of relations) {
      if (type === RELATION_OWNED_BY) owners.add(targetRef);
    }
  }
  return {
    runbooks: [...runbooks].map(([url, title]) => ({ url, title })),
    owners: [...owners].sort((a, b) => a.localeCompare(b)),
  };
}
