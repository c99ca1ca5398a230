import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { Suspense, lazy, useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import type { Recording } from '../../contract';
import type { RecordingId } from '../../ids';
import { Card } from '../components/Card';
import { CertificateCard } from '../components/CertificateCard';
import { ConfirmButton } from '../components/ConfirmButton';
import { Notice } from '../components/Notice';
import { OrganizerShell } from '../components/OrganizerShell';
import { Downloads, RecordingProgress } from '../components/RecordingCard';
import { RecordingHistory } from '../components/RecordingHistory';
import { RecordingKeepCard } from '../components/RecordingKeepCard';
import { RecordingLookCard } from '../components/RecordingLookCard';
import { BackIcon, LinkOffIcon } from '../components/icons';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { dayAndTime, duration, sentenceOf } from '../words';
import settings from './RecordingPage.module.css';
import classes from './WebinarPage.module.css';

const Player = lazy(() => import('../components/Player'));

function pollMs({ state }: Recording): number | null {
  return state === 'recording' || state === 'processing' ? 1_500 : null;
}

function isSettled({ state }: Recording): boolean {
  return state === 'ready' || state === 'failed';
}

export function RecordingPage({ recordingId }: { readonly recordingId: RecordingId }) {
  useTitle('Recording');
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.recording(recordingId, signal),
    [api, recordingId],
  );
  const { loaded, reload } = useLoad(load, pollMs);
  return (
    <OrganizerShell>
      {loaded.status === 'loading' && <Loader m="auto" aria-label="Loading" />}
      {loaded.status === 'failed' && (
        <Notice
          tone="trouble"
          icon={<LinkOffIcon size={28} />}
          title="This recording cannot be shown"
          action={
            <Button component={Link} href="/">
              All webinars
            </Button>
          }
        >
          {sentenceOf(loaded.cause)}
        </Notice>
      )}
      {loaded.status === 'ready' && <Details recording={loaded.value} onChanged={reload} />}
    </OrganizerShell>
  );
}

interface DetailsProps {
  readonly recording: Recording;
  readonly onChanged: () => void;
}

function Details({ recording, onChanged }: DetailsProps) {
  const api = useApi();
  const [, navigate] = useLocation();
  const back = `/webinars/${recording.webinarId}`;
  return (
    <>
      <Link href={back} className={classes.back}>
        <BackIcon size={17} /> The webinar
      </Link>
      <header className={classes.header}>
        <div>
          <Title order={1}>Recording</Title>
          <Text c="dimmed" mt={4}>
            {dayAndTime(recording.startedAt)}
            {recording.durationMs !== null && ` · ${duration(recording.durationMs)}`}
          </Text>
        </div>
        {recording.state !== 'recording' && !recording.legalHold && (
          <ConfirmButton
            label="Delete"
            variant="default"
            question="Delete this recording?"
            confirm="Delete recording"
            onConfirm={async () => {
              await api.deleteRecording(recording.id);
              navigate(back);
            }}
          >
            It is deleted for good, with everything it was made from.
          </ConfirmButton>
        )}
      </header>
      <Stack gap="lg">
        {(recording.files.length > 0 || recording.liveUrl !== null) && (
          <Suspense fallback={<Loader m="auto" aria-label="Loading" />}>
            <Player recording={recording} />
          </Suspense>
        )}
        {recording.files.length > 0 && (
          <Group gap="sm">
            <Downloads recording={recording} size="md" />
          </Group>
        )}
        {recording.state !== 'ready' && (
          <Card title={titleOf(recording)}>
            <RecordingProgress recording={recording} onChanged={onChanged} />
          </Card>
        )}
        {recording.certificateUrl !== null && <CertificateCard recording={recording} />}
        {isSettled(recording) && (
          <div className={settings.settings} key={recording.state}>
            {recording.journalRemovedAt === null && (
              <RecordingLookCard recording={recording} onChanged={onChanged} />
            )}
            <RecordingKeepCard recording={recording} onChanged={onChanged} />
            <RecordingHistory recording={recording} />
          </div>
        )}
      </Stack>
    </>
  );
}

function titleOf({ state, liveUrl }: Recording): string {
  if (state === 'failed') return 'The video could not be made';
  if (state === 'recording') return 'Still going on';
  return liveUrl === null ? 'Not ready yet' : 'The video to download';
}
