import { Loader, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Recording, Webinar } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { sentenceOf } from '../words';
import { Card } from './Card';
import { Problem } from './Problem';
import { RecordingCard } from './RecordingCard';

/** Quick while something is being made, slow while something may begin, then not at all. */
function pollFor(webinar: Webinar['state'], recordings: readonly Recording[]): number | null {
  const moving = recordings.some(({ state }) => state === 'recording' || state === 'processing');
  if (moving) return 1_500;
  return webinar === 'ended' && recordings.length > 0 ? null : 5_000;
}

export function RecordingsCard({ webinar }: { readonly webinar: Webinar }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.recordings(webinar.id, signal),
    [api, webinar.id],
  );
  const { state, record } = webinar;
  const pollMs = useCallback(
    (recordings: readonly Recording[]) => pollFor(state, recordings),
    [state],
  );
  const { loaded, reload } = useLoad(load, pollMs);
  return (
    <Card title="Recordings">
      {loaded.status === 'loading' && <Loader size="sm" aria-label="Loading" />}
      {loaded.status === 'failed' && <Problem>{sentenceOf(loaded.cause)}</Problem>}
      {loaded.status === 'ready' && loaded.value.length === 0 && (
        <Text c="dimmed">
          {record
            ? 'Nothing yet. The video appears here while the webinar runs, ready to download soon after it ends.'
            : 'This webinar is not recorded. You can switch that on under Edit before it starts.'}
        </Text>
      )}
      {loaded.status === 'ready' &&
        loaded.value.map((recording) => (
          <RecordingCard key={recording.id} recording={recording} onChanged={reload} />
        ))}
    </Card>
  );
}
