import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import {
  isOutage,
  nextTryOf,
  OutageNotice,
  outageOf,
} from '../common/OutageNotice';
import { useNow } from '../common/useNow';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import { Fact } from './Fact';
import { BudgetBar } from './BudgetBar';
import { Panel } from './Panel';
import { TeamsTable } from './TeamsTable';
import styles from './ConnectionPanel.module.css';

type Connection = LinearStatus['connection'];

/** The identity, scopes and rate limits of the connection to Linear. */
export function ConnectionPanel(props: { status: LinearStatus }) {
  const { connection, actor, teams, budget } = props.status;
  const translation = useTranslation();
  const { t } = translation;
  const now = useNow(15_000);
  const { state } = connection;
  return (
    <Panel title={t('operations.connection')}>
      {isOutage(state) ? (
        <OutageNotice
          outage={state}
          text={describe(connection, now, translation)}
          nextTryAt={nextTryOf(props.status)}
        />
      ) : (
        <Alert
          icon
          status={state === 'connected' ? 'success' : 'info'}
          title={t(`operations.state.${state}`)}
          description={describe(connection, now, translation)}
        />
      )}
      {state !== 'notConfigured' && (
        <>
          <dl className={styles.facts}>
            <Fact term={t('operations.workspace')}>
              {connection.workspace ?? t('operations.notKnown')}
            </Fact>
            <Fact term={t('operations.actor')}>
              {actor
                ? t(
                    actor.app
                      ? 'operations.actorApp'
                      : 'operations.actorPerson',
                    { name: actor.name },
                  )
                : t('operations.notKnown')}
            </Fact>
            <Fact term={t('operations.scopes')}>
              {scopesInWords(props.status, t)}
            </Fact>
          </dl>
          <BudgetBar
            label={t('operations.requests')}
            bucket={budget.requests}
          />
          <BudgetBar label={t('operations.points')} bucket={budget.points} />
          {teams.length > 0 && <TeamsTable teams={teams} />}
        </>
      )}
    </Panel>
  );
}

function describe(
  connection: Connection,
  now: number,
  translation: Translation,
): string {
  const { state, since, reason } = connection;
  const { t } = translation;
  return [
    // The title already says what most outages are.
    reason && outageOf(reason) !== state && `${translation.reason(reason)}.`,
    since &&
      t('operations.since', {
        clock: translation.clock(since, now),
        duration: translation.span(now - Date.parse(since)),
      }),
    t(`operations.advice.${state}`),
  ]
    .filter(Boolean)
    .join(' ');
}

function scopesInWords(status: LinearStatus, t: Translation['t']): string {
  const { scopes, actor } = status;
  if (scopes.length > 0) return scopes.join(', ');
  // Linear reports the scopes of an access token, never those of an API key.
  return actor ? t('operations.scopesOfKey') : t('operations.notKnown');
}
