import { appThemeApiRef, useApi } from '@backstage/core-plugin-api';
import { Card, CardBody, Link, Text } from '@backstage/ui';
import { useState } from 'react';
import { Navigate, useParams } from 'react-router-dom';
import { GallerySection, GalleryState, slugOf } from './GalleryState';
import { sections } from './sections';
import { Stage } from './Stage';
import styles from './Gallery.module.css';

function pathOf(section: GallerySection, state?: GalleryState): string {
  return ['/gallery', section.id, ...(state ? [slugOf(state)] : [])].join('/');
}

/** Every state of every component, by the list at the side. */
export function Gallery() {
  const { section: sectionId, state: slug } = useParams();
  const [isNarrow, setNarrow] = useState(false);
  const section = sections.find(({ id }) => id === sectionId);
  if (!section) return <Navigate to={pathOf(sections[0])} replace />;
  const alone = section.states.find(state => slugOf(state) === slug);
  return (
    <div className={styles.gallery}>
      <nav aria-label="States" className={styles.nav}>
        <Switches isNarrow={isNarrow} onNarrow={setNarrow} />
        {sections.map(each => (
          <SectionLinks
            key={each.id}
            section={each}
            isOpen={each === section}
            shown={alone}
          />
        ))}
      </nav>
      <div className={styles.stages}>
        <Text as="h1" variant="title-medium" weight="bold">
          {section.title}
        </Text>
        {alone ? (
          <Shown
            key={slug}
            section={section}
            state={alone}
            isNarrow={isNarrow}
          />
        ) : (
          <SideBySide key={sectionId} section={section} isNarrow={isNarrow} />
        )}
      </div>
    </div>
  );
}

function SideBySide(props: { section: GallerySection; isNarrow: boolean }) {
  const { section, isNarrow } = props;
  if (section.isModal) {
    return <p>Each of these covers the window: choose one in the list.</p>;
  }
  return (
    <div className={styles.grid} data-wide={section.isWide || undefined}>
      {section.states.map(state => (
        <Shown
          key={slugOf(state)}
          section={section}
          state={state}
          isNarrow={isNarrow}
        />
      ))}
    </div>
  );
}

function Shown(props: {
  section: GallerySection;
  state: GalleryState;
  isNarrow: boolean;
}) {
  const { section, state, isNarrow } = props;
  const content = section.render(state);
  return (
    <section
      aria-label={state.name}
      className={styles.shown}
      data-narrow={isNarrow || undefined}
    >
      <h2 className={styles.name}>{state.name}</h2>
      <Stage state={state}>
        {section.id === 'home' ? (
          // The home page puts its widgets on cards.
          <Card>
            <CardBody>{content}</CardBody>
          </Card>
        ) : (
          content
        )}
      </Stage>
    </section>
  );
}

function SectionLinks(props: {
  section: GallerySection;
  isOpen: boolean;
  shown: GalleryState | undefined;
}) {
  const { section, isOpen, shown } = props;
  return (
    <div className={styles.section}>
      <Link href={pathOf(section)} weight={isOpen ? 'bold' : 'regular'}>
        {section.title}
      </Link>
      {isOpen && (
        <ul className={styles.links}>
          {section.states.map(state => (
            <li key={slugOf(state)}>
              <Link
                href={pathOf(section, state)}
                variant="body-small"
                weight={state === shown ? 'bold' : 'regular'}
                aria-current={state === shown ? 'page' : undefined}
              >
                {state.name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Switches(props: {
  isNarrow: boolean;
  onNarrow: (isNarrow: boolean) => void;
}) {
  const { isNarrow, onNarrow } = props;
  const themes = useApi(appThemeApiRef);
  return (
    <div className={styles.switches}>
      {themes.getInstalledThemes().map(theme => (
        <button
          key={theme.id}
          type="button"
          onClick={() => themes.setActiveThemeId(theme.id)}
        >
          {theme.title}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={isNarrow}
        onClick={() => onNarrow(!isNarrow)}
      >
        448 px
      </button>
    </div>
  );
}
