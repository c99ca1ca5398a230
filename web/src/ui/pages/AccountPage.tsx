import { Button, Loader, Stack, Text, Title } from '@mantine/core';
import { useCallback } from 'react';
import { Link } from 'wouter';
import { Notice } from '../components/Notice';
import { OrganizerShell } from '../components/OrganizerShell';
import { PasswordCard } from '../components/PasswordCard';
import { SessionsCard } from '../components/SessionsCard';
import { WarningIcon } from '../components/icons';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useOrganizer } from '../hooks/useOrganizer';
import { useTitle } from '../hooks/useTitle';
import { sentenceOf } from '../words';

/** One's own account: the password, and where one is signed in. */
export function AccountPage() {
  return (
    <OrganizerShell>
      <Account />
    </OrganizerShell>
  );
}

function Account() {
  useTitle('Account');
  const api = useApi();
  const { organizer } = useOrganizer();
  const load = useCallback((signal: AbortSignal) => api.sessions(signal), [api]);
  const { loaded, reload } = useLoad(load);
  return (
    <>
      <Title order={1}>{organizer.name}</Title>
      <Text c="dimmed" mt={4} mb="xl">
        {organizer.email}
      </Text>
      <Stack gap="lg">
        {loaded.status === 'loading' && <Loader m="auto" aria-label="Loading" />}
        {loaded.status === 'failed' && (
          <Notice
            tone="trouble"
            icon={<WarningIcon size={28} />}
            title="Your sessions could not be loaded"
            action={<Button onClick={reload}>Try again</Button>}
          >
            {sentenceOf(loaded.cause)}
          </Notice>
        )}
        {loaded.status === 'ready' && <SessionsCard sessions={loaded.value} onChanged={reload} />}
        <PasswordCard onChanged={reload} />
        <Text c="dimmed" size="sm">
          Who did what on this server stands in the <Link href="/audit">audit log</Link>.
        </Text>
      </Stack>
    </>
  );
}
