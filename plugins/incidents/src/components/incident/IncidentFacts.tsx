import { Incident } from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { EntityLink } from '../common/EntityLink';
import { Person } from '../common/Person';
import { useTranslation } from '../../i18n/useTranslation';
import { Fact } from './Fact';
import { FewFirst } from './FewFirst';
import { IncidentLinks } from './IncidentLinks';
import { IncidentTimes } from './IncidentTimes';
import { isClosedStatus } from './nextStatus';
import { Runbooks } from './Runbooks';
import styles from './IncidentOverview.module.css';

/** The fields of an incident, as a description list. */
export function IncidentFacts(props: { incident: Incident }) {
  const { incident } = props;
  const { lead, reporter, participants, affects, labels, links } = incident;
  const { t } = useTranslation();
  return (
    <dl className={styles.facts}>
      <Fact term={t('field.lead')}>
        {lead ? (
          <Person userRef={lead} />
        ) : (
          <span className={styles.faint}>{t('incident.noLead')}</span>
        )}
      </Fact>
      <IncidentTimes incident={incident} />
      {affects.length > 0 && (
        <Fact term={t('field.affects')}>
          <FewFirst
            items={affects}
            render={entityRef => <EntityLink entityRef={entityRef} />}
          />
        </Fact>
      )}
      {!isClosedStatus(incident.status) && <Runbooks affects={affects} />}
      {participants.length > 0 && (
        <Fact term={t('field.participants')}>
          <FewFirst
            items={byName(participants)}
            render={userRef => <Person userRef={userRef} />}
          />
        </Fact>
      )}
      {reporter && (
        <Fact term={t('incident.reporter')}>
          <Person userRef={reporter} />
        </Fact>
      )}
      {labels.length > 0 && (
        <Fact term={t('field.labels')}>
          <FewFirst
            items={labels}
            render={label => <span className={styles.label}>{label}</span>}
          />
        </Fact>
      )}
      {links.length > 0 && (
        <Fact term={t('field.links')}>
          <IncidentLinks links={links} />
        </Fact>
      )}
    </dl>
  );
}

function byName(entityRefs: readonly string[]): string[] {
  const nameOf = (ref: string) => entityPresentationSnapshot(ref).primaryTitle;
  return [...entityRefs].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
}
