import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Pulse } from '../../../src/media/quality/Pulse';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The machine does something else for that long. */
function block(ms: number): void {
  const later = performance.now() + ms;
  const now = vi.spyOn(performance, 'now').mockReturnValue(later);
  vi.advanceTimersToNextTimer();
  now.mockRestore();
  vi.advanceTimersByTime(ms);
}

describe('Pulse', () => {
  it('is calm on a machine that is well', () => {
    const pulse = new Pulse();
    vi.advanceTimersByTime(10_000);
    expect(pulse.take()).toBe(0);
    pulse.close();
  });

  it('is the share of the time in which the machine was late, since it was asked last', () => {
    const pulse = new Pulse();
    for (let i = 0; i < 5; i++) block(2_000);
    expect(pulse.take()).toBeGreaterThan(0.7);
    vi.advanceTimersByTime(10_000);
    expect(pulse.take()).toBe(0);
    pulse.close();
  });

  it('takes no sleep for work', () => {
    const pulse = new Pulse();
    block(60_000);
    expect(pulse.take()).toBe(0);
    pulse.close();
  });
});
