import { incidentFixture } from '@backstage-incidents/incidents-node/testUtils';
import { CommonValidatorFunctions } from '@backstage/catalog-model';
import fc from 'fast-check';
import { toIncidentEntity } from './toIncidentEntity';

const managedBy = {
  'backstage.io/managed-by-location': 'incidents:INC-42',
  'backstage.io/managed-by-origin-location': 'incidents:INC-42',
};

describe('toIncidentEntity', () => {
  it('shows a public incident with its lead, what it affects and where its work lives', () => {
    expect(
      toIncidentEntity(
        incidentFixture({
          lead: 'user:default/jane',
          affects: ['component:default/pay', 'component:default/checkout'],
          labels: ['Third party', 'latency', '日本', 'latency!'],
          links: [{ title: 'Chat', url: 'https://chat.example.com/inc-42' }],
        }),
      ),
    ).toEqual({
      apiVersion: 'incidents/v1alpha1',
      kind: 'Incident',
      metadata: {
        name: 'inc-42',
        namespace: 'default',
        title: 'INC-42 Checkout answers with errors',
        description: 'SEV2, active: Checkout answers with errors',
        tags: ['sev2', 'active', 'third-party', 'latency'],
        annotations: {
          ...managedBy,
          'linear.app/issue-id': '0d0b8d3c-5f4e-4a0c-9e56-2f2f1c1f5a11',
          'linear.app/issue-identifier': 'PAY-214',
        },
        links: [
          {
            url: 'https://linear.app/acme/issue/PAY-214',
            title: 'PAY-214',
            type: 'parent-issue',
          },
          { title: 'Chat', url: 'https://chat.example.com/inc-42' },
        ],
      },
      spec: {
        type: 'incident',
        severity: 'sev2',
        status: 'active',
        visibility: 'public',
        lead: 'user:default/jane',
        affects: ['component:default/checkout', 'component:default/pay'],
      },
    });
  });

  it('has the owner that it is given, unless it is private or minimal', () => {
    const owner = 'group:default/payments';
    expect(toIncidentEntity(incidentFixture(), { owner }).spec).toMatchObject({
      owner,
    });
    for (const [visibility, show] of [
      ['private', 'full'],
      ['public', 'minimal'],
    ] as const) {
      const entity = toIncidentEntity(incidentFixture({ visibility }), {
        owner,
        show,
      });
      expect(entity.spec).toEqual({ visibility });
    }
  });

  it('makes tags that the catalog accepts of any labels', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), labels => {
        const { metadata } = toIncidentEntity(incidentFixture({ labels }));
        for (const tag of metadata.tags ?? []) {
          expect([tag, CommonValidatorFunctions.isValidTag(tag)]).toEqual([
            tag,
            true,
          ]);
        }
      }),
    );
  });

  it('shows only name, title and visibility of a public incident where the catalog should say no more', () => {
    const entity = toIncidentEntity(
      incidentFixture({ lead: 'user:default/jane' }),
      { show: 'minimal' },
    );
    expect(entity).toEqual({
      apiVersion: 'incidents/v1alpha1',
      kind: 'Incident',
      metadata: {
        name: 'inc-42',
        namespace: 'default',
        title: 'INC-42 Checkout answers with errors',
        annotations: managedBy,
      },
      spec: { visibility: 'public' },
    });
  });

  it.each(['notConfigured', 'pending', 'missing', 'failed'] as const)(
    'points to no issue while the parent issue is %s',
    status => {
      const { parentIssue } = incidentFixture();
      const { metadata } = toIncidentEntity(
        incidentFixture({ parentIssue: { ...parentIssue, status } }),
      );

      expect(metadata.links).toEqual([]);
      expect(metadata.annotations).toEqual(managedBy);
    },
  );

  it('leaves out a parent issue address that is not of the web', () => {
    const { parentIssue } = incidentFixture();
    const { metadata } = toIncidentEntity(
      incidentFixture({
        parentIssue: { ...parentIssue, url: 'data:text/html,x' },
      }),
    );

    expect(metadata.links).toEqual([]);
  });

  it('takes of a private incident nothing but its reference, whatever it receives', () => {
    const anything = fc.record({
      title: fc.string(),
      summary: fc.string(),
      severity: fc.constantFrom('sev1' as const, 'sev5' as const),
      status: fc.constantFrom('active' as const, 'done' as const),
      lead: fc.constant('user:default/jane'),
      reporter: fc.constant('user:default/joe'),
      participants: fc.array(fc.string()),
      affects: fc.array(fc.string()),
      labels: fc.array(fc.string()),
      links: fc.array(fc.record({ title: fc.string(), url: fc.webUrl() })),
    });
    fc.assert(
      fc.property(anything, secrets => {
        expect(
          toIncidentEntity(
            incidentFixture({ ...secrets, visibility: 'private' }),
          ),
        ).toEqual({
          apiVersion: 'incidents/v1alpha1',
          kind: 'Incident',
          metadata: {
            name: 'inc-42',
            namespace: 'default',
            title: 'Private incident',
            annotations: managedBy,
          },
          spec: { visibility: 'private' },
        });
      }),
    );
  });

  it('refuses a reference that is none', () => {
    expect(() =>
      toIncidentEntity(incidentFixture({ ref: 'INC-42/../x' })),
    ).toThrow('must look like INC-42');
  });
});
