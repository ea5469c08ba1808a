import { LinearStatus } from '@backstage-incidents/incidents-common';
import { Alert } from '@backstage/ui';
import { useNow } from '../../words/useNow';
import { useWords } from '../../words/useWords';
import { Fact } from '../incident/Fact';
import { Panel } from './Panel';
import styles from './OperationsPage.module.css';

/** Who we are to Linear, what we may do there, and how much of it. */
export function ConnectionPanel(props: { status: LinearStatus }) {
  const { connection, actor, scopes, teams, budget } = props.status;
  const words = useWords();
  const { t } = words;
  const now = useNow(15_000);
  const healthy = connection.state === 'connected';
  return (
    <Panel title={t('operations.connection')}>
      <Alert
        icon
        status={healthy ? 'success' : 'warning'}
        title={t(`operations.state.${connection.state}`)}
        description={[
          connection.error,
          connection.since &&
            t('operations.since', { when: words.ago(connection.since, now) }),
          connection.nextTryAt &&
            t('operations.nextTry', {
              when: words.relative(connection.nextTryAt, now),
            }),
        ]
          .filter(Boolean)
          .join(' ')}
      />
      <dl className={styles.facts}>
        <Fact term={t('operations.workspace')}>
          {connection.workspace ?? '–'}
        </Fact>
        <Fact term={t('operations.actor')}>
          {actor
            ? t(actor.app ? 'operations.actorApp' : 'operations.actorPerson', {
                name: actor.name,
              })
            : '–'}
        </Fact>
        <Fact term={t('operations.scopes')}>{scopes.join(', ') || '–'}</Fact>
      </dl>
      <BudgetBar label={t('operations.requests')} bucket={budget.requests} />
      <BudgetBar label={t('operations.points')} bucket={budget.points} />
      {teams.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('operations.team')}</th>
              <th scope="col">{t('operations.teamVisibility')}</th>
              <th scope="col">{t('operations.routes')}</th>
            </tr>
          </thead>
          <tbody>
            {teams.map(team => (
              <tr key={team.key}>
                <th scope="row">
                  {team.key} {team.name}
                </th>
                <td>{team.visibility}</td>
                <td>{team.routes.join(', ') || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function BudgetBar(props: {
  label: string;
  bucket: LinearStatus['budget']['requests'];
}) {
  const { label, bucket } = props;
  const words = useWords();
  const { t } = words;
  const now = useNow(15_000);
  const { limit, remaining, resetAt } = bucket;
  if (limit === undefined || remaining === undefined) {
    return (
      <p className={styles.line}>{t('operations.budgetUnknown', { label })}</p>
    );
  }
  const text = t('operations.budgetLeft', {
    remaining: new Intl.NumberFormat().format(remaining),
    limit: new Intl.NumberFormat().format(limit),
  });
  return (
    <div>
      <div className={styles.budgetWords}>
        <span>{label}</span>
        <span>
          {text}
          {resetAt &&
            Date.parse(resetAt) > now &&
            ` · ${t('operations.resets', {
              when: words.relative(resetAt, now),
            })}`}
        </span>
      </div>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={remaining}
        aria-valuetext={text}
        className={styles.meter}
      >
        <span
          style={{ width: `${limit === 0 ? 0 : (100 * remaining) / limit}%` }}
          data-low={remaining < limit * 0.2 || undefined}
        />
      </div>
    </div>
  );
}
