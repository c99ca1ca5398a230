import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { SyntheticEvent } from 'react';
import type { Session } from '../../contract';
import { Card } from '../components/Card';
import { PageShell } from '../components/PageShell';
import { Problem } from '../components/Problem';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { isCode } from '../words';

interface SignInPageProps {
  readonly onSignedIn: (organizer: Session) => void;
}

export function SignInPage({ onSignedIn }: SignInPageProps) {
  useTitle('Sign in');
  const api = useApi();
  const loadSetup = useCallback((signal: AbortSignal) => api.setupNeeded(signal), [api]);
  const setup = useLoad(loadSetup).loaded;
  const setupNeeded = setup.status === 'ready' && setup.value.needed;
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      try {
        onSignedIn(await api.signIn(email, password));
      } catch (cause) {
        if (!isCode(cause, 'unauthorized')) throw cause;
        throw new Error('E-mail and password do not match. Check both and try again.', { cause });
      }
    });
  };

  return (
    <PageShell narrow>
      <Title order={1} mb="xs">
        Welcome back
      </Title>
      <Text c="dimmed" mb="xl">
        Sign in to plan webinars, invite people and find your recordings.
      </Text>
      <Card>
        <form onSubmit={submit}>
          <Stack>
            {setupNeeded && (
              <Problem>
                There is no account yet. Open the setup link that the server printed when it
                started.
              </Problem>
            )}
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              withAsterisk={false}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            {problem && <Problem>{problem}</Problem>}
            <Button type="submit" size="md" loading={busy}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Card>
    </PageShell>
  );
}
