import {
  incidentRefFromEntityName,
  incidentUpdatePermission,
} from '@backstage-incidents/incidents-common';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Button,
  ToggleButton,
  ToggleButtonGroup,
  VisuallyHidden,
} from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import { isHidden } from '../../api/describeFailure';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useIncident } from '../../api/useIncident';
import { useIncidentPermission } from '../../api/useIncidentPermission';
import { useTimeline } from '../../api/useTimeline';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { Hint } from '../common/Hint';
import { CardHeading, SectionCard } from '../common/SectionCard';
import { LoadingLines } from '../related/LoadingLines';
import { AddNoteDialog } from './AddNoteDialog';
import { DeleteNoteDialog } from './DeleteNoteDialog';
import { sourceOf } from './describeEntry';
import { TimelineEntries } from './TimelineEntries';
import styles from './Timeline.module.css';
import segments from '../common/Segments.module.css';

const filters = ['all', 'people', 'linear', 'automatic'] as const;

/** Entries that are shown at first, and more at each press. */
const STEP = 20;

/** What happened to the incident whose entity page this is. @public */
export function EntityTimelineCard() {
  const { entity } = useEntity();
  return (
    <IncidentsQueryProvider>
      <TimelineCard
        incidentRef={incidentRefFromEntityName(entity.metadata.name)}
      />
    </IncidentsQueryProvider>
  );
}

/** What happened to one incident, and notes about it. */
export function TimelineCard(props: { incidentRef: string }) {
  const { incidentRef } = props;
  const { t } = useTranslation();
  const userRef = useCurrentUserRef();
  const incident = useIncident(incidentRef);
  const mayAdd = useIncidentPermission(incidentUpdatePermission, {
    ref: incidentRef,
    visibility: incident.data?.visibility,
  });
  const query = useTimeline(incidentRef);
  const [filter, setFilter] = useState<(typeof filters)[number]>('all');
  const [shown, setShown] = useState(STEP);
  const [dialog, setDialog] = useState<'add' | { noteId: string }>();
  const [notice, setNotice] = useState('');
  const list = useRef<HTMLOListElement>(null);

  const hidden = isHidden(query.error);
  const entries = hidden ? undefined : query.data;
  const matching = entries?.filter(
    entry => filter === 'all' || sourceOf(entry) === filter,
  );
  const hasMore =
    matching !== undefined && (matching.length > shown || query.hasNextPage);
  const showMore = () => {
    const next = shown + STEP;
    setShown(next);
    if ((matching?.length ?? 0) < next && query.hasNextPage) {
      query.fetchNextPage();
    }
  };
  const close = () => setDialog(undefined);
  return (
    <SectionCard
      head={headingId => (
        <div className={styles.head}>
          <CardHeading id={headingId}>{t('timeline.title')}</CardHeading>
          {entries && mayAdd && (
            <Button
              size="small"
              variant="secondary"
              iconStart={<RiAddLine />}
              onPress={() => setDialog('add')}
            >
              {t('timeline.addNote.button')}
            </Button>
          )}
        </div>
      )}
    >
      {query.error && (
        <FailureNotice
          error={query.error}
          onRetry={() => query.refetch()}
          isRetrying={query.isFetching}
        />
      )}
      {query.isPending && <LoadingLines count={4} />}
      {entries && (
        <ToggleButtonGroup
          className={segments.segments}
          aria-label={t('timeline.filters')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter]}
          onSelectionChange={keys => {
            const chosen = filters.find(candidate => keys.has(candidate));
            if (chosen) {
              setFilter(chosen);
              setShown(STEP);
            }
          }}
        >
          {filters.map(candidate => (
            <ToggleButton key={candidate} id={candidate} size="small">
              {t(`timeline.filter.${candidate}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      {matching && matching.length > 0 && (
        <TimelineEntries
          entries={matching.slice(0, shown)}
          userRef={mayAdd ? userRef : undefined}
          listRef={list}
          onDelete={noteId => setDialog({ noteId })}
        />
      )}
      {matching?.length === 0 && !hasMore && (
        <Hint>{t(filter === 'all' ? 'timeline.empty' : 'timeline.none')}</Hint>
      )}
      {hasMore && (
        <div>
          <Button
            size="small"
            variant="secondary"
            isPending={query.isFetchingNextPage}
            onPress={showMore}
          >
            {t('timeline.more')}
          </Button>
        </div>
      )}
      <VisuallyHidden>
        <div role="status">{notice}</div>
      </VisuallyHidden>
      {dialog === 'add' && (
        <AddNoteDialog
          incidentRef={incidentRef}
          onAdded={() => {
            setNotice(t('timeline.addNote.done'));
            setFilter('all');
          }}
          onClose={close}
        />
      )}
      {typeof dialog === 'object' && (
        <DeleteNoteDialog
          incidentRef={incidentRef}
          noteId={dialog.noteId}
          onDeleted={() => {
            setNotice(t('timeline.deleteNote.done'));
            list.current?.focus();
          }}
          onClose={close}
        />
      )}
    </SectionCard>
  );
}
