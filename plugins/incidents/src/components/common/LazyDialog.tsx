import { ErrorBoundary } from '@backstage/core-components';
import { ReactNode, Suspense } from 'react';

/**
 * Around a dialog whose code is loaded when it is asked for, so that cards stay
 * light; what fails to load does not take the card with it.
 */
export function LazyDialog(props: { children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={null}>{props.children}</Suspense>
    </ErrorBoundary>
  );
}
