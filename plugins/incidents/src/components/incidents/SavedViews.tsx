import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import segments from '../common/Segments.module.css';
import { useIncidentsAddress } from './useIncidentsAddress';
import { useSavedView } from './useSavedView';

/** The views that everyone has; the last one chosen is kept. */
export function SavedViews() {
  const { t } = useTranslation();
  const { views, current, choose } = useSavedView(useIncidentsAddress());
  return (
    <ToggleButtonGroup
      aria-label={t('views.label')}
      className={segments.segments}
      selectionMode="single"
      selectedKeys={current ? [current] : []}
      onSelectionChange={keys => {
        // Pressing the present one again keeps it.
        const chosen = views.find(view => keys.has(view)) ?? current;
        if (chosen) choose(chosen);
      }}
    >
      {views.map(view => (
        <ToggleButton key={view} id={view} size="small">
          {t(`views.${view}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
