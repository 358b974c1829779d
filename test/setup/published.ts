/** After every test: whatever was asked of a pretended platform, it was asked as the platform has published it. */
import { afterEach, expect } from 'vitest';
import { takeViolations } from '../simulators/provider.ts';

afterEach(() => {
  expect(takeViolations(), 'requests that are not as published').toEqual([]);
});
