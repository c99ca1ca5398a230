import { Stack, Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Recording } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { dayAndTime } from '../words';
import { Card } from './Card';

/** What happened to a recording, in sentences; nothing while there is nothing to tell. */
export function RecordingHistory({ recording }: { readonly recording: Recording }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.recordingHistory(recording.id, signal),
    [api, recording.id],
  );
  const { loaded } = useLoad(load);
  if (loaded.status !== 'ready' || loaded.value.length === 0) return null;
  return (
    <Card title="What happened">
      <Stack gap="xs">
        {loaded.value.map(({ at, text }) => (
          <Text key={`${at} ${text}`} size="sm">
            <Text span c="dimmed">
              {dayAndTime(at)}
            </Text>{' '}
            {text}
          </Text>
        ))}
      </Stack>
    </Card>
  );
}
