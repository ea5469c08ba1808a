import { RoutingDecision } from '@backstage-incidents/incidents-common';
import { Text } from '@backstage/ui';
import { RiArrowRightCircleFill, RiForbidLine } from '@remixicon/react';
import { ReactNode } from 'react';
import { useTranslation } from '../../i18n/useTranslation';
import { Fact } from './Fact';
import styles from './RoutingPanel.module.css';

/** The team of the parent issue, the rule that matched, and why earlier rules were skipped. */
export function RoutingExplanation(props: {
  decision: RoutingDecision;
  isStale: boolean;
}) {
  const { decision, isStale } = props;
  const { team, project, labels, priority, state, template } = decision;
  const { t, reason } = useTranslation();
  return (
    <div className={styles.answer} data-stale={isStale || undefined}>
      <Text as="h3" variant="title-x-small" weight="bold">
        {project
          ? t('routing.toProject', { team, project })
          : t('routing.toTeam', { team })}
      </Text>
      {(labels.length > 0 || priority || state || template) && (
        <dl className={styles.facts}>
          {labels.length > 0 && (
            <Fact term={t('operations.routeLabels')}>{labels.join(', ')}</Fact>
          )}
          {priority && (
            <Fact term={t('priority.label')}>{t(`priority.${priority}`)}</Fact>
          )}
          {state && <Fact term={t('operations.routeState')}>{state}</Fact>}
          {template && (
            <Fact term={t('operations.routeTemplate')}>{template}</Fact>
          )}
        </dl>
      )}
      <ol aria-label={t('operations.rules')} className={styles.rules}>
        {decision.passedOver.map(({ rule, because }) => (
          <Rule
            key={rule}
            icon={<RiForbidLine size={16} aria-hidden />}
            name={rule}
            verdict={t('operations.ruleSkipped')}
            why={reason(because)}
          />
        ))}
        <Rule
          icon={<RiArrowRightCircleFill size={16} aria-hidden />}
          name={decision.rule}
          verdict={t('operations.ruleMatched')}
          why={reason(decision.reason)}
          isTaken
        />
      </ol>
    </div>
  );
}

function Rule(props: {
  icon: ReactNode;
  name: string;
  verdict: string;
  why: string;
  isTaken?: boolean;
}) {
  const { icon, name, verdict, why, isTaken = false } = props;
  return (
    <li className={styles.rule} data-taken={isTaken || undefined}>
      {icon}
      <span>
        <strong>{name}</strong>{' '}
        <span className={styles.verdict}>{verdict}</span>
        <span className={styles.why}>{why}</span>
      </span>
    </li>
  );
}
