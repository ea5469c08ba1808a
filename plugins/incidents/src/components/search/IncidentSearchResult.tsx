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
  const highlighted = (field: 'title' | 'text') =>
    fields[field] ? (
      <HighlightedSearchResultText
        text={fields[field]}
        preTag={preTag}
        postTag={postTag}
      />
    ) : (
      result[field]
    );
  return (
    <Flex direction="column" gap="1" className={styles.result}>
      <Link href={result.location} variant="body-large" weight="bold">
        {highlighted('title')}
      </Link>
      {incident && <Facts incident={incident} />}
      <Text color="secondary" className={styles.text}>
        {highlighted('text')}
      </Text>
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
