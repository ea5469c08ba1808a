import { ErrorBoundary } from '@backstage/core-components';
import { ReactNode, Suspense } from 'react';

/**
 * Around what is loaded when it is first needed, a dialog for example, so that
 * cards stay light; what fails to load does not take the card with it.
 */
export function LazyPart(props: {
  /** In its place meanwhile. */
  fallback?: ReactNode;
  children: ReactNode;
}) {
  const { fallback = null, children } = props;
  return (
    <ErrorBoundary>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}
