import { IncidentLink } from '@backstage-incidents/incidents-common';
import {
  RemixiconComponentType,
  RiChat3Line,
  RiFileTextLine,
  RiGitRepositoryLine,
  RiLineChartLine,
  RiLinksLine,
  RiVidiconLine,
} from '@remixicon/react';
import { ExternalLink } from '../common/ExternalLink';
import { LinkKind, linkKind } from './linkKind';
import styles from './IncidentOverview.module.css';

const ICONS: Record<LinkKind, RemixiconComponentType> = {
  chat: RiChat3Line,
  call: RiVidiconLine,
  code: RiGitRepositoryLine,
  dashboard: RiLineChartLine,
  document: RiFileTextLine,
  other: RiLinksLine,
};

/** The incident's links, such as chat and documents. */
export function IncidentLinks(props: { links: readonly IncidentLink[] }) {
  return (
    <ul className={styles.inline}>
      {props.links.map(({ title, url }) => {
        const Icon = ICONS[linkKind(url)];
        return (
          <li key={`${title} ${url}`}>
            <ExternalLink href={url} className={styles.link}>
              <Icon size={16} aria-hidden />
              {title}
            </ExternalLink>
          </li>
        );
      })}
    </ul>
  );
}
