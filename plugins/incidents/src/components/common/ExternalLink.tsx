import { Link } from '@backstage/ui';
import { ReactNode } from 'react';
import { safeHref } from './safeHref';

/** A link out of Backstage, in a new tab; plain text when the address is unsafe. */
export function ExternalLink(props: {
  href: string | undefined;
  children: ReactNode;
  className?: string;
  title?: string;
}) {
  const { href, children, className, title } = props;
  const safe = safeHref(href);
  if (!safe) return <span className={className}>{children}</span>;
  return (
    <Link
      href={safe}
      target="_blank"
      rel="noopener noreferrer"
      standalone
      className={className}
      title={title}
    >
      {children}
    </Link>
  );
}
