import { Button, Group, Progress } from '@mantine/core';
import { Link } from 'wouter';
import type { Recording, RecordingFile, RecordingStep } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { dayAndTime, duration, fileSize, timeLeft } from '../words';
import { Problem } from './Problem';
import classes from './RecordingCard.module.css';
import { DownloadIcon, FilmIcon } from './icons';

interface RecordingCardProps {
  readonly recording: Recording;
  readonly onChanged: () => void;
}

export function RecordingCard({ recording, onChanged }: RecordingCardProps) {
  const { state, startedAt, durationMs } = recording;
  const poster = recording.files.find(({ kind }) => kind === 'poster');
  return (
    <article className={classes.card}>
      <div className={classes.poster}>
        {poster ? <img src={poster.url} alt="" /> : <FilmIcon size={26} />}
      </div>
      <div className={classes.body}>
        <div className={classes.title}>{dayAndTime(startedAt)}</div>
        {durationMs !== null && <div className={classes.length}>{duration(durationMs)}</div>}
        <RecordingProgress recording={recording} onChanged={onChanged} />
        {(state === 'ready' || recording.liveUrl !== null) && (
          <Group gap="xs" mt="sm">
            <Button
              component={Link}
              href={`/recordings/${recording.id}`}
              size="xs"
              aria-label="Watch recording"
            >
              Watch
            </Button>
            <Downloads recording={recording} />
          </Group>
        )}
      </div>
    </article>
  );
}

/** Where a recording that cannot be watched yet stands. Nothing once it is ready. */
export function RecordingProgress({ recording, onChanged }: RecordingCardProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  switch (recording.state) {
    case 'ready':
      return null;
    case 'recording':
      return <div className={classes.step}>Being recorded now</div>;
    case 'processing':
      return (
        <div className={classes.progress} aria-live="polite">
          <div className={classes.step}>
            {recording.step ? steps[recording.step] : 'Getting ready'}…{' '}
            {Math.round(recording.percent)} %
            {recording.secondsLeft !== null && `, about ${timeLeft(recording.secondsLeft)} left`}
          </div>
          <Progress value={recording.percent} animated aria-label="Recording progress" />
          <Button
            size="xs"
            variant="default"
            mt="xs"
            loading={busy}
            onClick={() =>
              run(async () => {
                await api.cancelRecording(recording.id);
                onChanged();
              })
            }
          >
            Cancel
          </Button>
        </div>
      );
    case 'failed':
      return (
        <div className={classes.progress}>
          <Problem>
            {recording.error ?? 'The video could not be made.'} Nothing that was received is lost.
            {problem && ` ${problem}`}
          </Problem>
          <Button
            size="xs"
            variant="light"
            mt="xs"
            loading={busy}
            onClick={() =>
              run(async () => {
                await api.retryRecording(recording.id);
                onChanged();
              })
            }
          >
            Retry
          </Button>
        </div>
      );
  }
}

const steps: Record<RecordingStep, string> = {
  finalize: 'Collecting what was recorded',
  compose: 'Making the video',
  package: 'Making sound, stills and chapters',
  upload: 'Storing the files',
  verify: 'Checking the files',
};

interface DownloadsProps {
  readonly recording: Recording;
  readonly size?: 'xs' | 'md';
}

/** The video first: it is what most people come for. */
const downloadable: readonly RecordingFile['kind'][] = ['video', 'audio', 'track'];

export function Downloads({ recording, size = 'xs' }: DownloadsProps) {
  return downloadable
    .flatMap((kind) => recording.files.filter((file) => file.kind === kind))
    .map((file) => (
      <Button
        key={file.name}
        component="a"
        href={file.url}
        download={file.name}
        size={size}
        variant="light"
        leftSection={<DownloadIcon size={17} />}
        aria-label={`Download ${formatOf(file)}`}
      >
        Download {formatOf(file)} · {fileSize(file.bytes)}
      </Button>
    ));
}

/** "MP4" for an mp4, and so on by the file's own ending. */
function formatOf({ name, kind }: RecordingFile): string {
  const ending = name.split('.').pop();
  return ending && ending !== name ? ending.toUpperCase() : kind;
}
