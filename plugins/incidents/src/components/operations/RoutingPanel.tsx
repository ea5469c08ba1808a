import {
  RoutingPreview,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { useState } from 'react';
import { useRoutingPreview } from '../../api/useRoutingPreview';
import { useTranslation } from '../../i18n/useTranslation';
import { affectedKinds } from '../common/affectedKinds';
import { ChoiceField } from '../common/ChoiceField';
import { EntityMultiPicker } from '../common/EntityMultiPicker';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { LabelsField } from '../incident/LabelsField';
import { Hint } from '../common/Hint';
import { Panel } from './Panel';
import { Refusal } from './Refusal';
import { RoutingExplanation } from './RoutingExplanation';
import styles from './RoutingPanel.module.css';

/** Tests the routing rules with a sample incident: which rule matches, and why others do not. */
export function RoutingPanel() {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<RoutingPreview>({
    severity: 'sev3',
    visibility: 'public',
    affects: [],
    labels: [],
  });
  const [lead, setLead] = useState<PickedEntity>();
  const { data, error, isPlaceholderData } = useRoutingPreview(draft);
  const set = (change: Partial<RoutingPreview>) =>
    setDraft(current => ({ ...current, ...change }));
  return (
    <Panel title={t('operations.routing')} isWide>
      <Hint>{t('operations.routingHint')}</Hint>
      <div className={styles.halves}>
        <div className={styles.form}>
          <ChoiceField
            label={t('field.severity')}
            options={severitySchema.options.map(value => ({
              value,
              label: t(`severity.${value}`),
            }))}
            value={draft.severity}
            onChange={severity => set({ severity })}
          />
          <ChoiceField
            label={t('field.visibility')}
            options={visibilitySchema.options.map(value => ({
              value,
              label: t(`visibility.${value}`),
            }))}
            value={draft.visibility ?? 'public'}
            onChange={visibility => set({ visibility })}
          />
          <EntityPicker
            label={t('field.lead')}
            kinds={['User']}
            value={lead}
            onChange={picked => {
              setLead(picked);
              set({ lead: picked?.entityRef });
            }}
          />
          <EntityMultiPicker
            label={t('field.affects')}
            kinds={affectedKinds}
            value={draft.affects ?? []}
            onChange={affects => set({ affects })}
          />
          <div className={styles.labels}>
            <LabelsField
              value={draft.labels ?? []}
              onChange={labels => set({ labels })}
            />
          </div>
        </div>
        <section aria-label={t('routing.title')} aria-live="polite">
          {error && (
            <Refusal title={t('operations.notAvailable')} error={error} />
          )}
          {!error && data && (
            <RoutingExplanation decision={data} isStale={isPlaceholderData} />
          )}
        </section>
      </div>
    </Panel>
  );
}
