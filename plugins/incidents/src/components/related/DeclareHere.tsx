import { incidentCreatePermission } from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTranslation } from '../../i18n/useTranslation';
import { DeclaredNotice } from '../incidents/DeclaredNotice';
import type { Declared } from '../incidents/useDeclaring';

const DeclareIncidentDialog = lazy(() =>
  import('../incidents/DeclareIncidentDialog').then(module => ({
    default: module.DeclareIncidentDialog,
  })),
);

/** Declares an incident that affects the entity of this page; nothing without permission. */
export function DeclareHere(props: { affects: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const entityLink = useEntityRefLink();
  const create = usePermission({ permission: incidentCreatePermission });
  const [isOpen, setOpen] = useState(false);
  const [declared, setDeclared] = useState<Declared>();
  // The response may come after the dialog was closed, or the page was left.
  const isWaiting = useRef(false);
  useEffect(() => {
    isWaiting.current = isOpen;
    return () => {
      isWaiting.current = false;
    };
  }, [isOpen]);
  if (!create.allowed) return null;
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiAddLine />}
        onPress={() => setOpen(true)}
      >
        {t('incidents.declare')}
      </Button>
      {declared && <DeclaredNotice {...declared} />}
      {isOpen && (
        <Suspense fallback={null}>
          <DeclareIncidentDialog
            visibility="public"
            affects={[props.affects]}
            onClose={() => setOpen(false)}
            onDeclared={result => {
              if (result.hasPage && isWaiting.current) {
                navigate(entityLink(result.incident.entityRef));
                return;
              }
              setOpen(false);
              setDeclared(result);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
