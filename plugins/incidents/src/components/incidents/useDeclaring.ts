import {
  IncidentReference,
  Visibility,
  visibilitySchema,
} from '@backstage-incidents/incidents-common';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { useEffect, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';

/** An incident that was declared from the page. */
export interface Declared {
  incident: IncidentReference;
  /** The catalog has processed it, so its page can be opened. */
  hasPage: boolean;
}

/** The page's query parameter that opens the dialog; its value is the visibility. */
const PARAMETER = 'declare';

/**
 * The dialog that declares an incident. It is open while the URL says so, so that
 * a template can link to it (`?declare=private`) and Back closes it. The new
 * incident's page opens, unless the user closed the dialog or left the page
 * meanwhile: then it is only reported.
 */
export function useDeclaring() {
  const navigate = useNavigate();
  const entityLink = useEntityRefLink();
  const [params, setParams] = useSearchParams();
  const visibility = visibilitySchema.safeParse(params.get(PARAMETER)).data;
  const isOpen = visibility !== undefined;
  const show = (next?: Visibility) =>
    setParams(
      current => {
        const changed = new URLSearchParams(current);
        if (next) changed.set(PARAMETER, next);
        else changed.delete(PARAMETER);
        return changed;
      },
      { replace: next === undefined },
    );
  const [declared, setDeclared] = useState<Declared>();
  const isWaiting = useRef(false);
  useEffect(() => {
    isWaiting.current = isOpen;
    return () => {
      isWaiting.current = false;
    };
  }, [isOpen]);
  return {
    /** Chosen at first; absent while the dialog is closed. */
    visibility,
    /** To be reported on the page. */
    declared,
    open: () => show('public'),
    close: () => show(),
    onDeclared: (result: Declared) => {
      if (result.hasPage && isWaiting.current) {
        navigate(entityLink(result.incident.entityRef));
        return;
      }
      if (isWaiting.current) show();
      setDeclared(result);
    },
  };
}
