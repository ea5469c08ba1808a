import {
  RoutingPreview,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { useState } from 'react';
import { useWords } from '../../words/useWords';
import { ChoiceField } from '../common/ChoiceField';
import { EntityMultiPicker } from '../common/EntityMultiPicker';
import { EntityPicker, PickedEntity } from '../common/EntityPicker';
import { LabelsField } from '../incident/LabelsField';
import { RoutingPreviewPanel } from '../incidents/RoutingPreviewPanel';
import { Panel } from './Panel';
import styles from './OperationsPage.module.css';

const AFFECTED_KINDS = ['Component', 'API', 'System', 'Domain', 'Resource'];

/** Fill in an incident, see where it would go and why nowhere else. */
export function RoutingPanel() {
  const { t } = useWords();
  const [draft, setDraft] = useState<RoutingPreview>({
    severity: 'sev3',
    visibility: 'public',
    affects: [],
    labels: [],
  });
  const [lead, setLead] = useState<PickedEntity>();
  const set = (change: Partial<RoutingPreview>) =>
    setDraft(current => ({ ...current, ...change }));
  return (
    <Panel title={t('operations.why')}>
      <div className={styles.form}>
        <ChoiceField
          label={t('severity.label')}
          options={severitySchema.options.map(value => ({
            value,
            label: t(`severity.${value}`),
          }))}
          value={draft.severity}
          onChange={severity => set({ severity })}
        />
        <ChoiceField
          label={t('editIncident.visibility')}
          options={visibilitySchema.options.map(value => ({
            value,
            label: t(`visibility.${value}`),
          }))}
          value={draft.visibility ?? 'public'}
          onChange={visibility => set({ visibility })}
        />
        <EntityPicker
          label={t('incident.lead')}
          kinds={['User']}
          value={lead}
          onChange={picked => {
            setLead(picked);
            set({ lead: picked?.entityRef });
          }}
        />
        <EntityMultiPicker
          label={t('incident.affects')}
          kinds={AFFECTED_KINDS}
          value={draft.affects ?? []}
          onChange={affects => set({ affects })}
        />
        <LabelsField
          value={draft.labels ?? []}
          onChange={labels => set({ labels })}
        />
      </div>
      <RoutingPreviewPanel draft={draft} />
    </Panel>
  );
}
