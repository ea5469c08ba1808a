import { DoctorReport } from '@backstage-incidents/incidents-common';
import { Button } from '@backstage/ui';
import {
  RiAlertLine,
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiStethoscopeLine,
} from '@remixicon/react';
import { useDoctor } from '../../api/useDoctor';
import { asSentence } from '../../i18n/formatReason';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { Hint } from '../common/Hint';
import { Panel } from './Panel';
import styles from './DoctorPanel.module.css';

type Finding = DoctorReport['checks'][number];

const ICONS = {
  pass: RiCheckboxCircleLine,
  warn: RiAlertLine,
  fail: RiCloseCircleLine,
};
const WORST_FIRST: Finding['status'][] = ['fail', 'warn', 'pass'];

/** Checks the set-up on demand: what passes, what does not, and how to fix it. */
export function DoctorPanel() {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useDoctor();
  return (
    <Panel
      title={t('doctor.title')}
      isWide
      actions={
        <Button
          size="small"
          variant="secondary"
          iconStart={<RiStethoscopeLine />}
          isPending={isFetching}
          onPress={() => refetch()}
        >
          {t('doctor.run')}
        </Button>
      }
    >
      {error ? <FailureNotice error={error} /> : null}
      <div role="status">
        <Hint>{summaryOf(data, t)}</Hint>
      </div>
      {data && <Findings findings={data.checks} />}
    </Panel>
  );
}

function summaryOf(
  report: DoctorReport | undefined,
  t: ReturnType<typeof useTranslation>['t'],
): string {
  if (!report) return t('doctor.hint');
  const count = (status: Finding['status']) =>
    report.checks.filter(finding => finding.status === status).length;
  const problems = count('fail');
  const warnings = count('warn');
  return problems + warnings === 0
    ? t('doctor.allPassed')
    : [
        problems > 0 && t('doctor.problems', { count: problems }),
        warnings > 0 && t('doctor.warnings', { count: warnings }),
      ]
        .filter(Boolean)
        .join(' · ');
}

function Findings(props: { findings: readonly Finding[] }) {
  const { t, reason } = useTranslation();
  const findings = WORST_FIRST.flatMap(status =>
    props.findings.filter(finding => finding.status === status),
  );
  return (
    <ul className={styles.list} aria-label={t('doctor.title')}>
      {findings.map(({ check, status, fix, ...why }) => {
        const Icon = ICONS[status];
        return (
          <li
            key={`${check} ${why.message}`}
            className={styles.finding}
            data-status={status}
          >
            <Icon role="img" aria-label={t(`doctor.status.${status}`)} />
            <span className={styles.check}>{t(`doctor.check.${check}`)}</span>
            <span className={styles.text}>
              {asSentence(reason(why))}
              {fix !== undefined && (
                <span className={styles.fix}>{asSentence(fix)}</span>
              )}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
