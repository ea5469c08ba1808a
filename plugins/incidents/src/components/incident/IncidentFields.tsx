import {
  incidentStatusSchema,
  severitySchema,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { Alert, TextAreaField, TextField } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import { affectedKinds } from '../common/affectedKinds';
import { ChoiceField } from '../common/ChoiceField';
import { DateTimeField } from '../common/DateTimeField';
import { EntityMultiPicker } from '../common/EntityMultiPicker';
import { EntityPicker } from '../common/EntityPicker';
import { IncidentDraft } from './incidentDraft';
import { LabelsField } from './LabelsField';
import { LinksField } from './LinksField';

/** The form of an incident: all fields, or only those for declaring one. */
export function IncidentFields(props: {
  mode: 'declare' | 'edit';
  draft: IncidentDraft;
  /** Whether the incident was public until now. */
  wasPublic?: boolean;
  /** The error of the title, once it should be shown. */
  titleFault?: string;
  onChange: (change: Partial<IncidentDraft>) => void;
}) {
  const { mode, draft, wasPublic = false, titleFault, onChange } = props;
  const { t } = useTranslation();
  const isPrivate = draft.visibility === 'private';
  return (
    <>
      <TextField
        label={t('field.title')}
        description={t('editIncident.titleHint')}
        isRequired={!isPrivate}
        maxLength={200}
        validationBehavior="aria"
        validate={() => titleFault}
        value={draft.title}
        onChange={title => onChange({ title })}
      />
      <ChoiceField
        label={t('field.severity')}
        description={t(`severity.meaning.${draft.severity}`)}
        options={severitySchema.options.map(value => ({
          value,
          label: t(`severity.${value}`),
          description: t(`severity.meaning.${value}`),
        }))}
        value={draft.severity}
        onChange={severity => onChange({ severity })}
      />
      {mode === 'edit' && (
        <ChoiceField
          label={t('field.status')}
          options={incidentStatusSchema.options.map(value => ({
            value,
            label: t(`status.${value}`),
          }))}
          value={draft.status}
          onChange={status => onChange({ status })}
        />
      )}
      <ChoiceField
        label={t('field.visibility')}
        description={t('editIncident.visibilityHint')}
        options={visibilitySchema.options.map(value => ({
          value,
          label: t(`visibility.${value}`),
        }))}
        value={draft.visibility}
        onChange={visibility => onChange({ visibility })}
      />
      {isPrivate && (mode === 'declare' || wasPublic) && (
        <Alert
          icon
          status="info"
          title={t('incidents.declarePrivateTitle')}
          description={t('incidents.declarePrivate')}
        />
      )}
      {isPrivate && wasPublic && (
        <Alert
          icon
          status="warning"
          title={t('editIncident.wasPublicTitle')}
          description={t('editIncident.wasPublic')}
        />
      )}
      <EntityPicker
        label={t('field.lead')}
        kinds={['User']}
        value={
          draft.lead
            ? {
                entityRef: draft.lead,
                title: entityPresentationSnapshot(draft.lead).primaryTitle,
              }
            : undefined
        }
        onChange={picked => onChange({ lead: picked?.entityRef })}
      />
      <EntityMultiPicker
        label={t('field.affects')}
        kinds={affectedKinds}
        description={t('editIncident.affectsHint')}
        value={draft.affects}
        onChange={affects => onChange({ affects })}
      />
      <TextAreaField
        label={t('field.summary')}
        secondaryLabel={t('common.optional')}
        rows={4}
        maxLength={10_000}
        value={draft.summary}
        onChange={summary => onChange({ summary })}
      />
      {mode === 'edit' && (
        <EntityMultiPicker
          label={t('field.participants')}
          kinds={['User', 'Group']}
          value={draft.participants}
          onChange={participants => onChange({ participants })}
        />
      )}
      <LabelsField
        value={draft.labels}
        onChange={labels => onChange({ labels })}
      />
      <DateTimeField
        label={t('field.startedAt')}
        description={t('editIncident.startedHint')}
        value={draft.startedAt}
        onChange={startedAt => {
          if (startedAt) onChange({ startedAt });
        }}
      />
      {mode === 'edit' && (
        <>
          <DateTimeField
            label={t('field.mitigatedAt')}
            value={draft.mitigatedAt}
            onChange={mitigatedAt => onChange({ mitigatedAt })}
          />
          <DateTimeField
            label={t('field.closedAt')}
            value={draft.closedAt}
            onChange={closedAt => onChange({ closedAt })}
          />
          <LinksField
            value={draft.links}
            onChange={links => onChange({ links })}
          />
        </>
      )}
    </>
  );
}
