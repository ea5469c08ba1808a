import { parseEntityRef } from '@backstage/catalog-model';
import { useEntityRefLink } from '@backstage/plugin-catalog-react';
import { Link } from '@backstage/ui';
import { IncidentsQueryProvider } from '../../api/IncidentsQueryProvider';
import { useCurrentUserRef } from '../../api/useCurrentUserRef';
import { useOpenActionItems } from '../../api/useOpenActionItems';
import { useTranslation } from '../../i18n/useTranslation';
import { FailureNotice } from '../common/FailureNotice';
import { Hint } from '../common/Hint';
import { ItemList } from '../related/ItemList';
import { LoadingLines } from '../related/LoadingLines';
import styles from './MyActionItems.module.css';

const SHOWN = 10;

/** The user's open action items of all incidents, overdue first. @public */
export function MyActionItems() {
  return (
    <IncidentsQueryProvider>
      <ForReader />
    </IncidentsQueryProvider>
  );
}

function ForReader() {
  const { t } = useTranslation();
  const userRef = useCurrentUserRef();
  if (userRef === undefined) return <LoadingLines count={3} />;
  // The name that Backstage's guest providers use, in any namespace.
  if (parseEntityRef(userRef).name === 'guest') {
    return <Hint>{t('mine.guest')}</Hint>;
  }
  return <ItemsOf userRef={userRef} />;
}

function ItemsOf(props: { userRef: string }) {
  const { userRef } = props;
  const { t } = useTranslation();
  const entityLink = useEntityRefLink();
  const { data, error, isFetching, refetch } = useOpenActionItems({
    assignee: [userRef],
    limit: SHOWN,
  });
  const hidden = data ? data.totalItems - data.items.length : 0;
  return (
    <div className={styles.widget}>
      {error && (
        <FailureNotice
          error={error}
          onRetry={() => refetch()}
          isRetrying={isFetching}
        />
      )}
      {!data && !error && <LoadingLines count={3} />}
      {data && data.items.length === 0 && <Hint>{t('mine.empty')}</Hint>}
      {data && data.items.length > 0 && (
        <>
          <p className={styles.summary}>
            {t('actionItems.progress.open', { n: data.totalItems })}
            {data.overdueItems > 0 && (
              <>
                {' · '}
                <span className={styles.overdue}>
                  {t('actionItems.progress.overdue', {
                    n: data.overdueItems,
                  })}
                </span>
              </>
            )}
          </p>
          <ItemList label={t('mine.title')} items={data.items} />
        </>
      )}
      {hidden > 0 && (
        // The card on that page shows them all.
        <Link href={entityLink(userRef)} variant="body-small">
          {t('mine.more', { n: hidden })}
        </Link>
      )}
    </div>
  );
}
