import { Stack, Switch, Text, TextInput } from '@mantine/core';
import type { Recording } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { footprint } from '../words';
import { Card } from './Card';
import { ConfirmButton } from './ConfirmButton';
import { Problem } from './Problem';

interface RecordingKeepCardProps {
  readonly recording: Recording;
  readonly onChanged: () => void;
}

/** How long a recording is kept, and whether it may be deleted at all. */
export function RecordingKeepCard({ recording, onChanged }: RecordingKeepCardProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  const kept = recording.expiresAt?.slice(0, 10) ?? '';
  const keep = (expiresAt: string | null, legalHold: boolean) =>
    run(async () => {
      await api.keepRecording(recording.id, expiresAt, legalHold);
      onChanged();
    });

  return (
    <Card title="Keeping it">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {footprint(recording)}
        </Text>
        <TextInput
          label="Delete on"
          description="Leave empty to keep it."
          type="date"
          disabled={busy}
          key={kept}
          defaultValue={kept}
          // Not while a year is being typed: 2027 passes through 0002.
          onBlur={({ currentTarget: { value } }) => {
            if (value !== kept)
              keep(value === '' ? null : `${value}T00:00:00Z`, recording.legalHold);
          }}
        />
        <Switch
          label="Legal hold"
          description="It can neither be deleted nor expire."
          disabled={busy}
          checked={recording.legalHold}
          onChange={(event) => keep(recording.expiresAt, event.currentTarget.checked)}
        />
        <div>
          <ConfirmButton
            label="Take back all links"
            variant="default"
            size="sm"
            question="Take back all links to this recording?"
            confirm="Take them back"
            onConfirm={async () => {
              await api.revokeRecordingLinks(recording.id);
              onChanged();
            }}
          >
            Links that were copied from this page stop working, and downloads that run are cut off.
            This page gets new ones.
          </ConfirmButton>
        </div>
        {problem && <Problem>{problem}</Problem>}
      </Stack>
    </Card>
  );
}
