import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Extensions load their components when they are first shown, and whole pages
// render slowly, especially on a busy machine.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
