import {
  IncidentDocument,
  incidentDocumentSchema,
} from '@backstage-incidents/incidents-common';
import {
  ResultHighlight,
  SearchDocument,
} from '@backstage/plugin-search-common';
import { HighlightedSearchResultText } from '@backstage/plugin-search-react';
import { Flex, Link, Text } from '@backstage/ui';
import { RiAlarmWarningLine } from '@remixicon/react';
import { IncidentProgress } from '../incidents/IncidentProgress';
import { SeverityLabel } from '../common/SeverityLabel';
import { StatusLabel } from '../common/StatusLabel';
import styles from './IncidentSearchResult.module.css';

/** An incident among the results of Backstage's search. */
export function IncidentSearchResult(props: {
  result?: SearchDocument;
  highlight?: ResultHighlight;
}) {
  const { result, highlight } = props;
  // What was indexed by another version may lack something.
  const incident = incidentDocumentSchema.safeParse(result).data;
  if (!result) return null;
  const { preTag = '', postTag = '', fields = {} } = highlight ?? {};
  // Search marks fields that it found nothing in too, without a mark in them.
  const highlighted = (field: 'title' | 'text', otherwise: string) =>
    preTag && fields[field]?.includes(preTag) ? (
      <HighlightedSearchResultText
        text={fields[field]}
        preTag={preTag}
        postTag={postTag}
      />
    ) : (
      otherwise
    );
  return (
    <Flex gap="4" className={styles.result}>
      <RiAlarmWarningLine aria-hidden className={styles.icon} />
      <Flex direction="column" gap="1" className={styles.body}>
        <Link href={result.location} variant="body-large" weight="bold">
          {highlighted('title', result.title)}
        </Link>
        {incident && <Facts incident={incident} />}
        <Text color="secondary" className={styles.text}>
          {highlighted('text', incident ? incident.summary ?? '' : result.text)}
        </Text>
      </Flex>
    </Flex>
  );
}

function Facts(props: { incident: IncidentDocument }) {
  const { incident } = props;
  return (
    <Flex gap="4" align="center" className={styles.facts}>
      <SeverityLabel severity={incident.severity} />
      <StatusLabel status={incident.status} />
      <IncidentProgress incident={incident} />
    </Flex>
  );
}
