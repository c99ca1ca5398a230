import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback } from 'react';
import { Link, useLocation } from 'wouter';
import type { Webinar } from '../../contract';
import type { WebinarId } from '../../ids';
import { Card } from '../components/Card';
import { ConfirmButton } from '../components/ConfirmButton';
import { HealthCard } from '../components/HealthCard';
import { InviteCard } from '../components/InviteCard';
import { LiveCard } from '../components/LiveCard';
import { Notice } from '../components/Notice';
import { OrganizerShell } from '../components/OrganizerShell';
import { PeopleCard } from '../components/PeopleCard';
import { QuestionsCard } from '../components/QuestionsCard';
import { RecordingsCard } from '../components/RecordingsCard';
import { StateBadge } from '../components/StateBadge';
import { TreeCard } from '../components/TreeCard';
import { WebinarDialog } from '../components/WebinarDialog';
import { BackIcon, LinkOffIcon } from '../components/icons';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { dayAndTime, sentenceOf } from '../words';
import classes from './WebinarPage.module.css';

const pollMs = ({ state }: Webinar) => (state === 'ended' ? null : 2_000);

export function WebinarPage({ webinarId }: { readonly webinarId: WebinarId }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.webinar(webinarId, signal),
    [api, webinarId],
  );
  const { loaded, replace, reload } = useLoad(load, pollMs);
  useTitle(loaded.status === 'ready' ? loaded.value.title : '');

  return (
    <OrganizerShell>
      {loaded.status === 'loading' && <Loader m="auto" aria-label="Loading" />}
      {loaded.status === 'failed' && (
        <Notice
          tone="trouble"
          icon={<LinkOffIcon size={28} />}
          title="This webinar cannot be shown"
          action={
            <Button component={Link} href="/">
              All webinars
            </Button>
          }
        >
          {sentenceOf(loaded.cause)}
        </Notice>
      )}
      {loaded.status === 'ready' && (
        <Details
          webinar={loaded.value}
          onChanged={(webinar) => {
            replace(webinar);
            reload();
          }}
        />
      )}
    </OrganizerShell>
  );
}

interface DetailsProps {
  readonly webinar: Webinar;
  readonly onChanged: (webinar: Webinar) => void;
}

function Details({ webinar, onChanged }: DetailsProps) {
  return (
    <>
      <Link href="/" className={classes.back}>
        <BackIcon size={17} /> All webinars
      </Link>
      <Header webinar={webinar} onChanged={onChanged} />
      <div className={classes.columns}>
        <Stack gap="lg">
          {webinar.state !== 'ended' && <InviteCard webinarId={webinar.id} />}
          <RecordingsCard webinar={webinar} />
          <QuestionsCard webinar={webinar} />
          {webinar.state === 'live' && <TreeCard webinarId={webinar.id} />}
        </Stack>
        <Stack gap="lg">
          <LiveCard webinar={webinar} onChanged={onChanged} />
          {webinar.state === 'live' && <HealthCard webinarId={webinar.id} />}
          {webinar.state !== 'ended' && <PeopleCard webinar={webinar} />}
          {webinar.description !== null && (
            <Card title="About">
              <Text className={classes.about}>{webinar.description}</Text>
            </Card>
          )}
        </Stack>
      </div>
    </>
  );
}

function Header({ webinar, onChanged }: DetailsProps) {
  const api = useApi();
  const [, navigate] = useLocation();
  const [editing, dialog] = useDisclosure(false);
  return (
    <header className={classes.header}>
      <div>
        <Group gap="sm" mb={6}>
          <StateBadge state={webinar.state} />
          <Text c="dimmed" size="sm">
            {webinar.startsAt === null ? 'No time set' : dayAndTime(webinar.startsAt)}
          </Text>
        </Group>
        <Title order={1} className={classes.title}>
          <bdi>{webinar.title}</bdi>
        </Title>
      </div>
      <Group gap="xs">
        <Button variant="default" onClick={dialog.open}>
          Edit
        </Button>
        {webinar.state !== 'live' && (
          <ConfirmButton
            label="Delete"
            variant="default"
            question="Delete this webinar?"
            confirm="Delete webinar"
            onConfirm={async () => {
              await api.deleteWebinar(webinar.id);
              navigate('/');
            }}
          >
            Its links stop working, and its recordings are deleted for good.
          </ConfirmButton>
        )}
      </Group>
      <WebinarDialog
        opened={editing}
        onClose={dialog.close}
        webinar={webinar}
        onSubmit={async (draft) => onChanged(await api.updateWebinar(webinar.id, draft))}
      />
    </header>
  );
}
