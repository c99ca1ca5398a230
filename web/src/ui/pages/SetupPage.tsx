import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
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
import { isCode } from '../words';

/** The very first page on a new server: makes the organizer's account and signs in. */
export function SetupPage() {
  useTitle('Set up');
  const api = useApi();
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    run(async () => {
      try {
        await api.setUp({ token: search.get('token') ?? '', name, email, password });
      } catch (cause) {
        if (!isCode(cause, 'conflict')) throw cause;
        throw new Error('This server is set up already. Sign in instead.', { cause });
      }
      await api.signIn(email, password);
      navigate('/');
    });
  };

  return (
    <PageShell narrow>
      <Title order={1} mb="xs">
        Set up Broadcast
      </Title>
      <Text c="dimmed" mb="xl">
        Create the organizer’s account. It plans webinars, hands out the links and owns the
        recordings.
      </Text>
      <Card>
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label="Your name"
              autoComplete="name"
              required
              withAsterisk={false}
              maxLength={100}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <NewPasswordInput label="Password" value={password} onChange={setPassword} />
            {problem && <Problem>{problem}</Problem>}
            <Button type="submit" size="md" loading={busy}>
              Create account
            </Button>
          </Stack>
        </form>
      </Card>
    </PageShell>
  );
}
