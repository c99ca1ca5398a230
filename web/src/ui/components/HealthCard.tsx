import { Text } from '@mantine/core';
import { useCallback } from 'react';
import type { HealthSample, WebinarHealth } from '../../contract';
import type { WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { bitRate, clock, percent, sentenceOf } from '../words';
import { Card } from './Card';
import classes from './HealthCard.module.css';
import { type Point, Sparkline } from './Sparkline';

const pollMs = () => 10_000;

/** How a live webinar goes for those who watch: a sentence, and how it was in the last two hours. */
export function HealthCard({ webinarId }: { readonly webinarId: WebinarId }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.webinarHealth(webinarId, signal),
    [api, webinarId],
  );
  const { loaded } = useLoad(load, pollMs);
  return (
    <Card title="How it goes">
      {loaded.status === 'ready' && <Health health={loaded.value} />}
      {loaded.status === 'loading' && <Text c="dimmed">Looking …</Text>}
      {loaded.status === 'failed' && <Text c="dimmed">{sentenceOf(loaded.cause)}</Text>}
    </Card>
  );
}

function Health({ health: { sentence, well, samples } }: { readonly health: WebinarHealth }) {
  const latest = samples.at(-1);
  return (
    <>
      <p className={classes.sentence} data-well={well} role="status" aria-label="How it goes">
        <span className={classes.lamp} aria-hidden />
        <span>{sentence}</span>
      </p>
      {latest && (
        <div className={classes.charts}>
          <Chart
            label="Viewers"
            samples={samples}
            of={(sample) => sample.viewers}
            words={(viewers) => viewers.toLocaleString()}
            ceiling={4}
          />
          <Chart
            label="Sent to them"
            samples={samples}
            of={(sample) => sample.bitsPerSecond}
            words={bitRate}
            ceiling={100_000}
          />
          <Chart
            label="With trouble"
            samples={samples}
            of={shareWithTrouble}
            words={percent}
            ceiling={0.2}
            tone={latest.troubled > 0 ? 'trouble' : 'calm'}
          />
        </div>
      )}
    </>
  );
}

interface ChartProps {
  readonly label: string;
  readonly samples: readonly HealthSample[];
  readonly of: (sample: HealthSample) => number;
  readonly words: (value: number) => string;
  readonly ceiling: number;
  readonly tone?: 'calm' | 'trouble';
}

function Chart({ label, samples, of, words, ceiling, tone = 'calm' }: ChartProps) {
  const points = samples.map((sample) => ({ at: Date.parse(sample.at), value: of(sample) }));
  return (
    <Sparkline
      label={label}
      value={words(points.at(-1)?.value ?? 0)}
      description={described(points, words)}
      points={points}
      ceiling={ceiling}
      tone={tone}
    />
  );
}

function shareWithTrouble({ viewers, troubled }: HealthSample): number {
  return viewers === 0 ? 0 : troubled / viewers;
}

function described(points: readonly Point[], words: (value: number) => string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  const values = points.map(({ value }) => value);
  const since = clock(new Date(first.at).toISOString());
  const range = `between ${words(Math.min(...values))} and ${words(Math.max(...values))}`;
  return `Now ${words(last.value)}; since ${since} ${range}.`;
}
