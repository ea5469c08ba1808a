import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Extensions load their components when they are first shown; that takes its time on a busy machine.
configure({ asyncUtilTimeout: 4_000 });
