import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { WebinarId } from '../../ids';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import classes from './ChapterForm.module.css';
import { Problem } from './Problem';

/** As long as the server takes. */
const maxLength = 100;

/** Names this moment of the recording, so that it can be jumped to later. */
export function ChapterForm({ webinarId }: { readonly webinarId: WebinarId }) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  const [title, setTitle] = useState('');
  const [added, setAdded] = useState<string | null>(null);
  const label = title.trim();

  const add = async () => {
    await api.markRecording(webinarId, label);
    setAdded(label);
    setTitle('');
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        run(add);
      }}
    >
      <div className={classes.line}>
        <TextInput
          className={classes.title}
          size="xs"
          aria-label="Chapter title"
          placeholder="Chapter title"
          maxLength={maxLength}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Button type="submit" size="xs" variant="light" loading={busy} disabled={label === ''}>
          Add chapter
        </Button>
      </div>
      <p className={classes.added} aria-live="polite">
        {added !== null && `Chapter “${added}” added to the recording.`}
      </p>
      {problem && <Problem>{problem}</Problem>}
    </form>
  );
}
