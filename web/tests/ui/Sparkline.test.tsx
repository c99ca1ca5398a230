import { render, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { lineThrough, Sparkline } from '../../src/ui/components/Sparkline';

describe('a line through points', () => {
  const points = [
    { at: 1_000, value: 0 },
    { at: 2_000, value: 10 },
    { at: 5_000, value: 5 },
  ];

  it('goes by time from left to right and by value from bottom to top', () => {
    expect(lineThrough(points, 0)).toBe('0.0,42.0 L60.0,2.0 L240.0,22.0');
  });

  it('leaves room above values that are small', () => {
    expect(lineThrough(points, 40)).toBe('0.0,42.0 L60.0,32.0 L240.0,37.0');
  });

  it('lies at the bottom while all is zero', () => {
    const nothing = points.map(({ at }) => ({ at, value: 0 }));
    expect(lineThrough(nothing, 4)).toBe('0.0,42.0 L60.0,42.0 L240.0,42.0');
  });

  it('is none before there are two', () => {
    expect(lineThrough([], 1)).toBe('');
    expect(lineThrough([{ at: 1, value: 1 }], 1)).toBe('');
  });
});

it('says in words what it shows', () => {
  render(
    <Sparkline
      label="Viewers"
      value="118"
      description="Now 118; since 14:05 between 0 and 120."
      points={[]}
      ceiling={4}
    />,
  );
  const chart = screen.getByRole('img', { name: /^Viewers/ });
  expect(chart.querySelector('desc')?.textContent).toBe('Now 118; since 14:05 between 0 and 120.');
});
