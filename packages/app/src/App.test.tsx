import { render, screen } from '@testing-library/react';
import App from './App';

function provideConfig(data: object) {
  const script = document.createElement('script');
  script.type = 'backstage.io/config';
  script.textContent = JSON.stringify([{ context: 'test', data }]);
  document.head.append(script);
}

describe('App', () => {
  it('offers the seeded people and Guest before anyone has signed in', async () => {
    provideConfig({
      app: { title: 'Test' },
      backend: { baseUrl: 'http://localhost:7007' },
    });
    render(App.createRoot());
    expect(
      await screen.findByRole('button', { name: 'Sign in as Ada Olsen' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Sign in as Guest' }),
    ).toBeInTheDocument();
  });
});
