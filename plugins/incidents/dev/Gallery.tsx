import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { ComponentType } from 'react';
import { EntityActionItemsCard } from '../src/components/actionItems/EntityActionItemsCard';
import { EntityIncidentOverviewCard } from '../src/components/incident/EntityIncidentOverviewCard';
import { MyActionItems } from '../src/components/home/MyActionItems';
import { EntityAffectingIncidentsCard } from '../src/components/related/EntityAffectingIncidentsCard';
import { EntityLedIncidentsCard } from '../src/components/related/EntityLedIncidentsCard';
import { actionItemsStates, GalleryState, overviewStates } from './states';

function incidentEntity(ref: string): Entity {
  return {
    apiVersion: 'incidents/v1alpha1',
    kind: 'Incident',
    metadata: { name: ref.toLocaleLowerCase('en-US'), namespace: 'default' },
    spec: {},
  };
}

function Section(props: {
  title: string;
  states: GalleryState[];
  card: ComponentType;
}) {
  const { title, states, card: Card } = props;
  return (
    <main style={{ padding: 24 }}>
      <Text as="h1" variant="title-medium">
        {title}
      </Text>
      {states.map(state => (
        <div key={state.ref} style={{ marginTop: 24 }} id={state.ref}>
          <Text as="h2" variant="body-small" color="secondary">
            {state.name}
          </Text>
          <EntityProvider entity={incidentEntity(state.ref)}>
            <Card />
          </EntityProvider>
        </div>
      ))}
    </main>
  );
}

/** Every state of the action items card, one above the other. */
export function ActionItemsGallery() {
  return (
    <Section
      title="Action items card"
      states={actionItemsStates}
      card={EntityActionItemsCard}
    />
  );
}

/** Every state of the overview card, one above the other. */
export function OverviewGallery() {
  return (
    <Section
      title="Overview card"
      states={overviewStates}
      card={EntityIncidentOverviewCard}
    />
  );
}

/** The cards on other entities and on the home page. */
export function RelatedGallery() {
  return (
    <main style={{ padding: 24, display: 'grid', gap: 24 }}>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'checkout', namespace: 'default' },
        }}
      >
        <EntityAffectingIncidentsCard />
      </EntityProvider>
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'User',
          metadata: { name: 'ada.olsen', namespace: 'default' },
        }}
      >
        <EntityLedIncidentsCard />
      </EntityProvider>
      <MyActionItems />
    </main>
  );
}
