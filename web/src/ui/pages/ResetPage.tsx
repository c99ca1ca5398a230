import { Button, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { Card } from '../components/Card';
import { NewPasswordInput } from '../components/NewPasswordInput';
import { PageShell } from '../components/PageShell';
import { Problem } from '../components/Problem';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { useTitle } from '../hooks/useTitle';

/** Opened by a link that was made on the server: sets a new password and signs in. */
export function ResetPage() {
  useTitle('New password');
  const api = useApi();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const [password, setPassword] = useState('');
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      await api.resetPassword(search.get('token') ?? '', password);
      navigate('/');
    });
  };

  return (
    <PageShell narrow>
      <Title order={1} mb="xs">
        New password
      </Title>
      <Text c="dimmed" mb="xl">
        Choose the password that you sign in with from now on. Wherever you are signed in, that
        ends.
      </Text>
      <Card>
        <form onSubmit={submit}>
          <Stack>
            <NewPasswordInput label="New password" value={password} onChange={setPassword} />
            {problem && <Problem>{problem}</Problem>}
            <Button type="submit" size="md" loading={busy}>
              Set password
            </Button>
          </Stack>
        </form>
      </Card>
    </PageShell>
  );
}
