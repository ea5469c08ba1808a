import { Link, Text } from '@backstage/ui';
import { useTranslation } from '../../i18n/useTranslation';
import styles from './PageHead.module.css';

/** The title of a page beneath the incidents page, with the way back. */
export function PageHead(props: { incidentsPath: string; title: string }) {
  const { incidentsPath, title } = props;
  const { t } = useTranslation();
  return (
    <div>
      <Link href={incidentsPath}>{t('incidents.title')}</Link>
      <Text
        as="h1"
        variant="title-medium"
        weight="bold"
        className={styles.heading}
      >
        {title}
      </Text>
    </div>
  );
}
