import { Button, Text } from '@mantine/core';
import type { Webinar } from '../../contract';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { useNow } from '../hooks/useNow';
import { clock, dayAndTime, duration } from '../words';
import { Card } from './Card';
import { ConfirmButton } from './ConfirmButton';
import classes from './LiveCard.module.css';
import { Problem } from './Problem';
import { RecordingControls } from './RecordingControls';

interface LiveCardProps {
  readonly webinar: Webinar;
  readonly onChanged: (webinar: Webinar) => void;
}

/** What is going on, and the one button that changes it. */
export function LiveCard({ webinar, onChanged }: LiveCardProps) {
  const api = useApi();
  switch (webinar.state) {
    case 'scheduled':
      return <NotStarted webinar={webinar} onChanged={onChanged} />;
    case 'live':
      return (
        <Card title="On air">
          <LiveFigures webinar={webinar} />
          {webinar.unattended && (
            <div className={classes.unattended}>
              <Problem>{unattendedSentence(webinar.unattended)}</Problem>
            </div>
          )}
          <RecordingControls webinar={webinar} onChanged={onChanged} />
          <ConfirmButton
            label="End webinar"
            color="ember"
            fullWidth
            question="End the webinar for everyone?"
            confirm="End for everyone"
            onConfirm={async () => onChanged(await api.endWebinar(webinar.id))}
          >
            Presenters and audience are told that it is over.{' '}
            {webinar.record && 'The recording can be watched a few seconds later.'} It cannot be
            started again.
          </ConfirmButton>
        </Card>
      );
    case 'ended':
      return (
        <Card title="Ended">
          <Text c="dimmed">{endedSentence(webinar)}</Text>
        </Card>
      );
  }
}

function NotStarted({ webinar, onChanged }: LiveCardProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  return (
    <Card title="Not started yet">
      <Text c="dimmed" mb="md">
        It starts by itself when the first presenter goes live. You can also open it now
        {webinar.record && ', and the recording with it'}.
      </Text>
      {problem && <Problem>{problem}</Problem>}
      <Button
        fullWidth
        variant="light"
        loading={busy}
        onClick={() => run(async () => onChanged(await api.startWebinar(webinar.id)))}
      >
        Start webinar
      </Button>
    </Card>
  );
}

function LiveFigures({ webinar }: { readonly webinar: Webinar }) {
  const now = useNow(true);
  return (
    <dl className={classes.figures}>
      <div>
        <dt>Watching now</dt>
        <dd>{webinar.viewerCount.toLocaleString()}</dd>
      </div>
      <div>
        <dt>Live for</dt>
        <dd>
          {webinar.startedAt === null ? '0:00' : duration(now - Date.parse(webinar.startedAt))}
        </dd>
      </div>
    </dl>
  );
}

function unattendedSentence({ since, endsAt }: NonNullable<Webinar['unattended']>): string {
  const absence = `No presenter has been here since ${clock(since)}.`;
  return endsAt === null
    ? `${absence} If the webinar is over, end it.`
    : `${absence} Unless one comes back, the webinar ends by itself at ${clock(endsAt)}.`;
}

function endedSentence({ startedAt, endedAt, endedUnattended }: Webinar): string {
  if (startedAt === null || endedAt === null) return 'It ended without going live.';
  const length = duration(Date.parse(endedAt) - Date.parse(startedAt));
  const sentence = `Was live ${dayAndTime(startedAt)} to ${clock(endedAt)}, for ${length}.`;
  return endedUnattended
    ? `${sentence} It ended by itself because no presenter was there any more.`
    : sentence;
}
