import type { ReactNode } from 'react';
import { clock } from '../words';
import classes from './SampleChart.module.css';
import { type Point, Sparkline } from './Sparkline';

interface SampleChartProps<Sample> {
  readonly label: string;
  readonly samples: readonly Sample[];
  /** Null for what is not known. */
  readonly of: (sample: Sample) => number | null;
  readonly words: (value: number) => string;
  /** What fills the height unless a value is higher, so that small values look small. */
  readonly ceiling: number;
  readonly tone?: 'calm' | 'trouble';
}

/** Several charts below each other. */
export function SampleCharts({ children }: { readonly children: ReactNode }) {
  return <div className={classes.charts}>{children}</div>;
}

/** One number of all samples over time. */
export function SampleChart<Sample extends { readonly at: string }>(
  props: SampleChartProps<Sample>,
) {
  const { label, samples, of, words, ceiling, tone = 'calm' } = props;
  const points = samples.flatMap((sample) => {
    const value = of(sample);
    return value === null ? [] : [{ at: Date.parse(sample.at), value }];
  });
  const latest = points.at(-1);
  return (
    <Sparkline
      label={label}
      value={latest ? words(latest.value) : '–'}
      description={described(points, words)}
      points={points}
      ceiling={ceiling}
      tone={tone}
    />
  );
}

function described(points: readonly Point[], words: (value: number) => string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const values = points.map(({ value }) => value);
  const since = clock(new Date(first.at).toISOString());
  const range = `between ${words(Math.min(...values))} and ${words(Math.max(...values))}`;
  return `Now ${words(last.value)}; since ${since} ${range}.`;
}
