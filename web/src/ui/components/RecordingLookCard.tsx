import { Button, Group, SegmentedControl, Stack, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { Recording, RecordingLook } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { Card } from './Card';
import { Problem } from './Problem';

interface RecordingLookCardProps {
  readonly recording: Recording;
  readonly onChanged: () => void;
}

/** Chooses another look for a finished recording and has it rendered again. */
export function RecordingLookCard({ recording, onChanged }: RecordingLookCardProps) {
  const api = useApi();
  const [look, setLook] = useState<RecordingLook>(recording.look);
  const { busy, problem, run } = useAction();
  const change = (part: Partial<RecordingLook>) => setLook((before) => ({ ...before, ...part }));

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      await api.renderRecording(recording.id, look);
      onChanged();
    });
  };

  return (
    <Card title="Look">
      <form onSubmit={submit}>
        <Stack gap="md">
          <SegmentedControl
            aria-label="Arrangement"
            value={look.arrangement}
            onChange={(arrangement) => change({ arrangement })}
            data={[
              { value: 'grid', label: 'Everyone alike' },
              { value: 'speaker', label: 'Follow the speaker' },
            ]}
          />
          <SegmentedControl
            aria-label="Height"
            value={`${look.height}`}
            onChange={(chosen) => change({ height: heights[chosen as keyof typeof heights] })}
            data={Object.keys(heights).map((value) => ({ value, label: `${value}p` }))}
          />
          <TextInput
            label="Title card"
            description="Shown for the first four seconds. Leave empty for none."
            maxLength={200}
            value={look.title ?? ''}
            onChange={(event) => change({ title: event.currentTarget.value || null })}
          />
          <Switch
            label="Names over the pictures"
            checked={look.showNames}
            onChange={(event) => change({ showNames: event.currentTarget.checked })}
          />
          <Switch
            label="Every camera, screen and microphone as a file, too"
            checked={look.tracks}
            onChange={(event) => change({ tracks: event.currentTarget.checked })}
          />
          {problem && <Problem>{problem}</Problem>}
          <Group justify="flex-end">
            <Button type="submit" variant="light" loading={busy}>
              Make it again
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

const heights = { '480': 480, '720': 720, '1080': 1080 } as const;
