import { render } from '@testing-library/react';
import { IncidentIcon } from './IncidentIcon';

describe('the icon of kind Incident', () => {
  it('has the size of Backstage’s icons, or that of the text around it', () => {
    const { container } = render(
      <>
        <IncidentIcon />
        <IncidentIcon fontSize="inherit" />
      </>,
    );
    const [medium, inherit] = container.querySelectorAll('svg');
    expect(medium).toHaveStyle({ fontSize: '1.5rem' });
    expect(inherit).toHaveStyle({ fontSize: 'inherit' });
    expect(inherit).toHaveAttribute('width', '1em');
  });

  it('stands where the catalog’s graph puts it, as large as a node', () => {
    const { container } = render(
      <svg>
        <IncidentIcon y={10} x={12} style={{ width: 16, height: 16 }} />
      </svg>,
    );
    const icon = container.querySelector('svg svg');
    expect(icon).toHaveAttribute('x', '12');
    expect(icon).toHaveAttribute('y', '10');
    expect(icon).toHaveStyle({ width: '16px', height: '16px' });
  });
});
