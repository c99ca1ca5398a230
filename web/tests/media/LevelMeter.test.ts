import { describe, expect, it } from 'vitest';
import { levelOf } from '../../src/media/LevelMeter';

describe('levelOf', () => {
  it('spreads 60 dB over the bar', () => {
    expect(levelOf(0)).toBe(0);
    expect(levelOf(0.001)).toBeCloseTo(0);
    expect(levelOf(1)).toBe(1);
  });
});
