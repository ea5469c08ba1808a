import { Visibility } from '@backstage-incidents/incidents-common';
import { useState } from 'react';
import { useCatalogUserRef } from '../../api/useCatalogUserRef';
import { useDeclareIncident } from '../../api/useDeclareIncident';
import { useTranslation } from '../../i18n/useTranslation';
import { FormDialog } from '../common/FormDialog';
import { Hint } from '../common/Hint';
import { IncidentFields } from '../incident/IncidentFields';
import {
  declarationOf,
  emptyDraft,
  IncidentDraft,
  lacksTitle,
} from '../incident/incidentDraft';
import { RoutingPreviewPanel } from './RoutingPreviewPanel';
import { Declared } from './useDeclaring';

/** Declares an incident, and shows beforehand which Linear team gets its parent issue. */
export function DeclareIncidentDialog(props: {
  /** Chosen at first. */
  visibility: Visibility;
  /** Entity refs of what is affected, at first. */
  affects?: string[];
  /** Called even if the dialog was closed before the response. */
  onDeclared: (declared: Declared) => void;
  onClose: () => void;
}) {
  const { onDeclared, onClose } = props;
  const { t } = useTranslation();
  const userRef = useCatalogUserRef();
  const [change, setChange] = useState<Partial<IncidentDraft>>({});
  const [initial] = useState(() => emptyDraft(new Date()));
  // Shows missing fields only after the first try.
  const [wasTried, setTried] = useState(false);
  const { declare, created } = useDeclareIncident({ onDeclared });
  // The requester leads it unless somebody else is chosen.
  const draft: IncidentDraft = {
    ...initial,
    visibility: props.visibility,
    affects: props.affects ?? initial.affects,
    lead: userRef,
    ...change,
  };
  return (
    <FormDialog
      title={t('incidents.declare')}
      submitLabel={t('incidents.declareSubmit')}
      isPending={declare.isPending}
      error={declare.error}
      onSubmit={() => {
        setTried(true);
        if (!lacksTitle(draft)) declare.mutate(declarationOf(draft));
      }}
      onClose={onClose}
    >
      <IncidentFields
        mode="declare"
        draft={draft}
        titleFault={
          wasTried && lacksTitle(draft)
            ? t('incidents.declareTitleMissing')
            : undefined
        }
        onChange={next => setChange(current => ({ ...current, ...next }))}
      />
      <RoutingPreviewPanel
        draft={{
          severity: draft.severity,
          visibility: draft.visibility,
          affects: draft.affects,
          labels: draft.labels,
          ...(draft.lead ? { lead: draft.lead } : {}),
        }}
      />
      {created && (
        <div role="status">
          <Hint>{t('incidents.declaredWaiting', { ref: created.ref })}</Hint>
        </div>
      )}
    </FormDialog>
  );
}
