import { LinearStatus } from '@backstage-incidents/incidents-common';
import { useTranslation, Translation } from '../../i18n/useTranslation';
import styles from './ConnectionPanel.module.css';

type Teams = LinearStatus['teams'];

/** Linear's teams and the rules that point to them; teams without a rule are folded. */
export function TeamsTable(props: { teams: Teams }) {
  const { teams } = props;
  const { t } = useTranslation();
  const routed = teams.filter(team => team.routes.length > 0);
  const others = teams.filter(team => team.routes.length === 0);
  return (
    <div>
      {routed.length > 0 && <Rows teams={routed} />}
      {others.length > 0 && (
        <details className={styles.others}>
          <summary>
            {t('operations.otherTeams', { count: others.length })}
          </summary>
          <Rows teams={others} />
        </details>
      )}
    </div>
  );
}

function Rows(props: { teams: Teams }) {
  const { t } = useTranslation();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('operations.team')}</th>
          <th scope="col">{t('field.visibility')}</th>
          <th scope="col">{t('operations.routes')}</th>
        </tr>
      </thead>
      <tbody>
        {props.teams.map(team => (
          <tr key={team.key}>
            <th scope="row">
              <strong>{team.key}</strong> {team.name}
            </th>
            <td>{visibilityInWords(team.visibility, t)}</td>
            <td>{team.routes.join(', ') || '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Linear may have more values than these two. */
function visibilityInWords(visibility: string, t: Translation['t']): string {
  return visibility === 'public' || visibility === 'private'
    ? t(`visibility.${visibility}`)
    : visibility;
}
