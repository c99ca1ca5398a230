import { Button, Group, Loader, Title } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import type { Webinar } from '../../contract';
import { Notice } from '../components/Notice';
import { OrganizerShell } from '../components/OrganizerShell';
import { WebinarDialog } from '../components/WebinarDialog';
import { WebinarRow } from '../components/WebinarRow';
import { OnAirIcon, PlusIcon, WarningIcon } from '../components/icons';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { inOrder } from '../webinarOrder';
import { sentenceOf } from '../words';
import classes from './WebinarsPage.module.css';

const everyFiveSeconds = () => 5_000;

export function WebinarsPage() {
  useTitle('Webinars');
  const api = useApi();
  const [, navigate] = useLocation();
  const [creating, dialog] = useDisclosure(false);
  const load = useCallback((signal: AbortSignal) => api.webinars(signal), [api]);
  const { loaded, reload } = useLoad(load, everyFiveSeconds);

  const newWebinar = (
    <Button leftSection={<PlusIcon size={18} />} onClick={dialog.open}>
      New webinar
    </Button>
  );
  const none = loaded.status === 'ready' && loaded.value.length === 0;

  return (
    <OrganizerShell>
      <Group justify="space-between" mb="xl">
        <Title order={1}>Webinars</Title>
        {!none && newWebinar}
      </Group>
      {loaded.status === 'loading' && <Loader m="auto" aria-label="Loading" />}
      {loaded.status === 'failed' && (
        <Notice
          tone="trouble"
          icon={<WarningIcon size={28} />}
          title="Your webinars could not be loaded"
          action={<Button onClick={reload}>Try again</Button>}
        >
          {sentenceOf(loaded.cause)}
        </Notice>
      )}
      {none && (
        <Notice icon={<OnAirIcon size={28} />} title="Plan your first webinar" action={newWebinar}>
          Give it a title, then send two links: one to whoever presents, one to your audience. All
          they need is a browser.
        </Notice>
      )}
      {loaded.status === 'ready' && !none && <WebinarList webinars={loaded.value} />}
      <WebinarDialog
        opened={creating}
        onClose={dialog.close}
        onSubmit={async (draft) => navigate(`/webinars/${(await api.createWebinar(draft)).id}`)}
      />
    </OrganizerShell>
  );
}

function WebinarList({ webinars }: { readonly webinars: readonly Webinar[] }) {
  const { upcoming, past } = inOrder(webinars);
  return (
    <>
      <Section title="Now and next" webinars={upcoming} />
      <Section title="Past" webinars={past} />
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly webinars: readonly Webinar[];
}

function Section({ title, webinars }: SectionProps) {
  if (webinars.length === 0) return null;
  return (
    <section className={classes.section}>
      <h2 className={classes.title}>{title}</h2>
      <ul className={classes.list}>
        {webinars.map((webinar) => (
          <WebinarRow key={webinar.id} webinar={webinar} />
        ))}
      </ul>
    </section>
  );
}
