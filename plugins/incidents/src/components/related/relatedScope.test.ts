import { entity } from '../../__testUtils__/entities';
import { affectedScope, leadScope } from './relatedScope';

function withRelations(kind: string, type: string, targets: string[]) {
  return {
    ...entity(kind, 'Shop'),
    relations: targets.map(targetRef => ({ type, targetRef })),
  };
}

function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user:default/u${index}`);
}

describe('affectedScope', () => {
  it('is only the entity if it has no parts', () => {
    expect(affectedScope(entity('Component', 'Shop'))).toEqual({
      entityRefs: ['component:default/shop'],
      total: 0,
      included: 0,
    });
  });

  it('includes each direct part once, in lower case, and no other relation', () => {
    const system = withRelations('System', 'hasPart', [
      'component:default/Checkout',
      'component:default/checkout',
    ]);
    system.relations.push({ type: 'ownedBy', targetRef: 'group:default/sre' });
    expect(affectedScope(system)).toEqual({
      entityRefs: ['system:default/shop', 'component:default/checkout'],
      total: 1,
      included: 1,
    });
  });

  it('includes at most what one request accepts, and says how many were left out', () => {
    const { entityRefs, total, included } = affectedScope(
      withRelations('System', 'hasPart', many(150)),
    );
    expect(entityRefs).toHaveLength(100);
    expect({ total, included }).toEqual({ total: 150, included: 99 });
  });
});

describe('leadScope', () => {
  it('is the user alone', () => {
    expect(leadScope(entity('User', 'Ada')).entityRefs).toEqual([
      'user:default/ada',
    ]);
  });

  it('is the direct members of a group, and empty without members', () => {
    expect(
      leadScope(
        withRelations('Group', 'hasMember', ['user:default/Ada', 'user:x/sam']),
      ).entityRefs,
    ).toEqual(['user:default/ada', 'user:x/sam']);
    expect(leadScope(entity('Group', 'sre')).entityRefs).toEqual([]);
  });

  it('includes at most what one request accepts', () => {
    const scope = leadScope(withRelations('Group', 'hasMember', many(130)));
    expect(scope.entityRefs).toHaveLength(100);
    expect(scope.total).toBe(130);
  });
});
