import { entityPresentationSnapshot } from '@backstage/plugin-catalog-react';
import { Flex, Tag, TagGroup } from '@backstage/ui';
import { EntityName } from './EntityName';
import { AddingEntityPicker } from './AddingEntityPicker';

/** Picks any number of entities of the given kinds. */
export function EntityMultiPicker(props: {
  label: string;
  kinds: readonly string[];
  description?: string;
  value: readonly string[];
  onChange: (entityRefs: string[]) => void;
}) {
  const { label, kinds, description, value, onChange } = props;
  return (
    <Flex direction="column" gap="2">
      <AddingEntityPicker
        label={label}
        kinds={kinds}
        description={description}
        without={value}
        onAdd={entityRef => onChange([...value, entityRef])}
      />
      {value.length > 0 && (
        <TagGroup
          aria-label={label}
          onRemove={keys =>
            onChange(value.filter(entityRef => !keys.has(entityRef)))
          }
        >
          {value.map(entityRef => (
            <Tag
              key={entityRef}
              id={entityRef}
              textValue={entityPresentationSnapshot(entityRef).primaryTitle}
            >
              <EntityName entityRef={entityRef} />
            </Tag>
          ))}
        </TagGroup>
      )}
    </Flex>
  );
}
