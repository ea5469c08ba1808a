import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  entityPresentationSnapshot,
} from '@backstage/plugin-catalog-react';
import { Combobox } from '@backstage/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

const SHOWN = 20;

/** An entity as the picker offers it. */
export interface PickedEntity {
  entityRef: string;
  title: string;
}

function offer(entity: Entity): PickedEntity {
  return {
    entityRef: stringifyEntityRef(entity).toLocaleLowerCase('en-US'),
    title: entityPresentationSnapshot(entity).primaryTitle,
  };
}

/** Picks one entity of the given kinds out of the catalog, searched on the server. */
export function EntityPicker(props: {
  label: string;
  kinds: readonly string[];
  value?: PickedEntity;
  description?: string;
  /** Shown in the field in place of a label above it. */
  placeholder?: string;
  /** Refs not to offer. */
  without?: readonly string[];
  /** Takes the focus when it appears. */
  startsFocused?: boolean;
  onChange: (picked: PickedEntity | undefined) => void;
}) {
  const { label, kinds, value, description, placeholder } = props;
  const { without = [], startsFocused = false, onChange } = props;
  const [input, setInput] = useState(value?.title ?? '');
  const field = useRef<HTMLDivElement>(null);
  // A field that gets the focus back after a pick must not open its list again.
  const [wasPicked, setWasPicked] = useState(false);
  const picked = useRef(value?.entityRef);
  // A value that is set later or from outside shows like one picked here. The title
  // of the one that was picked here may differ by a word; a new text would open the
  // list again.
  useEffect(() => {
    if (picked.current === value?.entityRef && value) return;
    picked.current = value?.entityRef;
    setInput(value?.title ?? '');
  }, [value]);
  useEffect(() => {
    if (startsFocused) field.current?.querySelector('input')?.focus();
  }, [startsFocused]);
  const catalogApi = useApi(catalogApiRef);
  const term = input === value?.title ? '' : input.trim();
  const { data = [], isFetching } = useQuery({
    queryKey: ['entities', kinds, term],
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: async () => {
      const { items } = await catalogApi.queryEntities({
        filter: { kind: [...kinds] },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.title',
          'spec.profile.displayName',
        ],
        ...(term
          ? {
              fullTextFilter: {
                term,
                fields: [
                  'metadata.name',
                  'metadata.title',
                  'spec.profile.displayName',
                ],
              },
            }
          : {}),
        limit: SHOWN,
      });
      return items.map(offer);
    },
  });
  const offered = data.filter(entity => !without.includes(entity.entityRef));
  const options =
    value && !offered.some(entity => entity.entityRef === value.entityRef)
      ? [value, ...offered]
      : offered;
  return (
    <Combobox
      ref={field}
      // Automatic focus must not open the list over the fields below.
      menuTrigger={startsFocused || wasPicked ? 'input' : 'focus'}
      {...(placeholder ? { 'aria-label': label } : { label })}
      description={description}
      placeholder={placeholder}
      search={{ mode: 'server', inputValue: input, onInputChange: setInput }}
      loading={{ state: isFetching ? 'filtering' : 'idle' }}
      options={options.map(entity => ({
        id: entity.entityRef,
        label: entity.title,
        description: entity.entityRef,
      }))}
      selectedKey={value?.entityRef ?? null}
      onSelectionChange={key => {
        const chosen = options.find(entity => entity.entityRef === key);
        picked.current = chosen?.entityRef;
        setWasPicked(chosen !== undefined);
        setInput(chosen?.title ?? '');
        onChange(chosen);
      }}
      onBlur={({ relatedTarget }) => {
        // A dialog that moves the focus back leaves no other element focused between.
        if (relatedTarget) setWasPicked(false);
      }}
    />
  );
}
