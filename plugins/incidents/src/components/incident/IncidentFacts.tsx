import { Incident } from '@backstage-incidents/incidents-common';
import { EntityLink } from '../common/EntityLink';
import { ExternalLink } from '../common/ExternalLink';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import { useWords } from '../../words/useWords';
import { Fact } from './Fact';
import { IncidentTimes } from './IncidentTimes';
import styles from './IncidentOverview.module.css';

/** What is known about an incident, as a list of terms. */
export function IncidentFacts(props: { incident: Incident }) {
  const { incident } = props;
  const { t } = useWords();
  return (
    <dl className={styles.facts}>
      <Fact term={t('severity.label')}>
        <SeverityLabel severity={incident.severity} />
      </Fact>
      <Fact term={t('status.label')}>
        <StatusLabel status={incident.status} />
      </Fact>
      <Fact term={t('incident.lead')}>
        {incident.lead ? (
          <EntityLink entityRef={incident.lead} />
        ) : (
          t('incident.noLead')
        )}
      </Fact>
      <IncidentTimes incident={incident} />
      {incident.reporter && (
        <Fact term={t('incident.reporter')}>
          <EntityLink entityRef={incident.reporter} />
        </Fact>
      )}
      <EntityList
        term={t('incident.participants')}
        entityRefs={incident.participants}
      />
      <EntityList term={t('incident.affects')} entityRefs={incident.affects} />
      {incident.labels.length > 0 && (
        <Fact term={t('incident.labels')}>
          <ul className={styles.inline}>
            {incident.labels.map(label => (
              <li key={label} className={styles.label}>
                {label}
              </li>
            ))}
          </ul>
        </Fact>
      )}
      {incident.links.length > 0 && (
        <Fact term={t('incident.links')}>
          <ul className={styles.inline}>
            {incident.links.map(link => (
              <li key={`${link.title} ${link.url}`}>
                <ExternalLink href={link.url}>{link.title}</ExternalLink>
              </li>
            ))}
          </ul>
        </Fact>
      )}
    </dl>
  );
}

function EntityList(props: { term: string; entityRefs: string[] }) {
  const { term, entityRefs } = props;
  if (entityRefs.length === 0) return null;
  return (
    <Fact term={term}>
      <ul className={styles.inline}>
        {entityRefs.map(entityRef => (
          <li key={entityRef}>
            <EntityLink entityRef={entityRef} />
          </li>
        ))}
      </ul>
    </Fact>
  );
}
