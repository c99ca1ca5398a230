import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { StageRole } from '../../contract';
import type { WebinarId } from '../../ids';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';

interface PersonalLinkFormProps {
  readonly webinarId: WebinarId;
  readonly onMade: () => void;
}

const thirtyDays = 30 * 24 * 60;

/** Makes a link for one person, which is revoked when they are removed. */
export function PersonalLinkForm({ webinarId, onMade }: PersonalLinkFormProps) {
  const api = useApi();
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<StageRole>('viewer');
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      await api.createLink(webinarId, { role, label: label.trim(), expiresInMinutes: thirtyDays });
      setLabel('');
      onMade();
    });
  };

  return (
    <form onSubmit={submit}>
      <Group gap="xs" align="flex-end">
        <TextInput
          label="A link for one person"
          placeholder="Whose link it is"
          size="sm"
          maxLength={100}
          required
          withAsterisk={false}
          error={problem}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="What it lets them do"
          size="sm"
          value={role}
          onChange={setRole}
          data={[
            { value: 'viewer', label: 'Watch' },
            { value: 'presenter', label: 'Present' },
          ]}
        />
        <Button type="submit" size="sm" variant="light" loading={busy}>
          Make link
        </Button>
      </Group>
    </form>
  );
}
