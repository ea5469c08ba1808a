import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Extensions load their components when they are first shown, and whole pages
// take their time to draw, on a busy machine most of all.
configure({ asyncUtilTimeout: 15_000 });
jest.setTimeout(60_000);
