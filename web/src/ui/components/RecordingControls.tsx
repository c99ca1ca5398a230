import { Button, Group } from '@mantine/core';
import type { Webinar } from '../../contract';
import type { RecordingControl } from '../../api/ApiClient';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { ChapterForm } from './ChapterForm';
import { Problem } from './Problem';
import classes from './RecordingControls.module.css';
import { RecordingLight } from './RecordingLight';

interface RecordingControlsProps {
  readonly webinar: Webinar;
  readonly onChanged: (webinar: Webinar) => void;
}

/** How the recording of a live webinar goes, and what the organizer can do with it. */
export function RecordingControls({ webinar, onChanged }: RecordingControlsProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  const { recording } = webinar;
  const running = recording !== null && recording.state !== 'stopped';
  const button = (control: RecordingControl, label: string) => (
    <Button
      key={control}
      size="xs"
      variant="light"
      disabled={busy}
      onClick={() => run(async () => onChanged(await api.controlRecording(webinar.id, control)))}
    >
      {label}
    </Button>
  );
  return (
    <section className={classes.recording} aria-label="Recording of this webinar">
      {recording ? (
        <RecordingLight recording={recording} />
      ) : (
        <p className={classes.off}>This webinar is not being recorded.</p>
      )}
      {problem && <Problem>{problem}</Problem>}
      <Group gap="xs" mt="sm">
        {!running && button('start', 'Start recording')}
        {recording?.state === 'recording' && button('pause', 'Pause recording')}
        {recording?.state === 'paused' && button('resume', 'Resume recording')}
        {running && button('stop', 'Stop recording')}
      </Group>
      {recording?.state === 'recording' && <ChapterForm webinarId={webinar.id} />}
    </section>
  );
}
