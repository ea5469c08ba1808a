import { ButtonIcon, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  RiCheckboxLine,
  RiDownloadLine,
  RiKeyboardLine,
  RiMore2Line,
} from '@remixicon/react';
import { useCsvDownload } from '../../api/useCsvDownload';
import { useTranslation } from '../../i18n/useTranslation';
import { filtersOf, IncidentQuery } from './incidentQuery';

/** What can be done with the whole list. */
export function ListMenu(props: {
  query: IncidentQuery;
  /** Absent while incidents are selected, or there are none. */
  onSelect: (() => void) | undefined;
  onShortcuts: () => void;
}) {
  const { query, onSelect, onShortcuts } = props;
  const { t, failure } = useTranslation();
  const { mutate, isPending, error } = useCsvDownload({
    ...filtersOf(query),
    orderBy: query.orderBy,
  });
  return (
    <>
      <span role="status">
        {isPending && t('csv.pending')}
        {error && t('csv.failed', { reason: failure(error) })}
      </span>
      <MenuTrigger>
        <ButtonIcon
          size="small"
          variant="secondary"
          aria-label={t('incidents.more')}
          icon={<RiMore2Line />}
        />
        <Menu placement="bottom end">
          {onSelect ? (
            <MenuItem iconStart={<RiCheckboxLine />} onAction={onSelect}>
              {t('bulkSync.select')}
            </MenuItem>
          ) : null}
          <MenuItem
            iconStart={<RiDownloadLine />}
            isDisabled={isPending}
            onAction={() => mutate('incidents')}
          >
            {t('csv.incidents')}
          </MenuItem>
          <MenuItem
            iconStart={<RiDownloadLine />}
            isDisabled={isPending}
            onAction={() => mutate('actionItems')}
          >
            {t('csv.items')}
          </MenuItem>
          <MenuItem iconStart={<RiKeyboardLine />} onAction={onShortcuts}>
            {t('shortcuts.title')}
          </MenuItem>
        </Menu>
      </MenuTrigger>
    </>
  );
}
