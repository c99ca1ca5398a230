import { vi } from 'vitest';

/** Waits until what is expected holds; a busy machine is no failure. */
export function soon<T>(expected: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(expected, { timeout: 30_000 });
}
