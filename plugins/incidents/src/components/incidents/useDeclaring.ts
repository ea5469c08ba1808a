import { Incident } from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';

/** An incident that was declared from the page. */
export interface Declared {
  incident: Incident;
  /** The catalog has processed it, so its page can be opened. */
  hasPage: boolean;
}

/**
 * The dialog that declares an incident. The new incident's page opens, unless the
 * user closed the dialog or left the page meanwhile: then it is only reported.
 */
export function useDeclaring() {
  const navigate = useNavigate();
  const entityLink = useEntityRefLink();
  const [isOpen, setOpen] = useState(false);
  const [declared, setDeclared] = useState<Declared>();
  const isWaiting = useRef(false);
  useEffect(() => {
    isWaiting.current = isOpen;
    return () => {
      isWaiting.current = false;
    };
  }, [isOpen]);
  return {
    isOpen,
    /** To be reported on the page. */
    declared,
    open: () => setOpen(true),
    close: () => setOpen(false),
    onDeclared: (result: Declared) => {
      if (result.hasPage && isWaiting.current) {
        navigate(entityLink(result.incident.entityRef));
        return;
      }
      setOpen(false);
      setDeclared(result);
    },
  };
}
