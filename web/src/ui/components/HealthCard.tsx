import { useCallback } from 'react';
import type { HealthSample, WebinarHealth } from '../../contract';
import type { WebinarId } from '../../ids';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { bitRate, percent } from '../words';
import { Awaited } from './Awaited';
import { Card } from './Card';
import { SampleChart, SampleCharts } from './SampleChart';
import { Verdict } from './Verdict';

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
      <Awaited loaded={loaded}>{(health) => <Health health={health} />}</Awaited>
    </Card>
  );
}

function Health({ health: { sentence, well, samples } }: { readonly health: WebinarHealth }) {
  const latest = samples.at(-1);
  return (
    <>
      <Verdict label="How it goes" sentence={sentence} well={well} />
      {latest && (
        <SampleCharts>
          <SampleChart
            label="Viewers"
            samples={samples}
            of={(sample) => sample.viewers}
            words={(viewers) => viewers.toLocaleString()}
            ceiling={4}
          />
          <SampleChart
            label="Sent to them"
            samples={samples}
            of={(sample) => sample.bitsPerSecond}
            words={bitRate}
            ceiling={100_000}
          />
          <SampleChart
            label="With trouble"
            samples={samples}
            of={shareWithTrouble}
            words={percent}
            ceiling={0.2}
            tone={latest.troubled > 0 ? 'trouble' : 'calm'}
          />
        </SampleCharts>
      )}
    </>
  );
}

function shareWithTrouble({ viewers, troubled }: HealthSample): number {
  return viewers === 0 ? 0 : troubled / viewers;
}
