import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { Card } from './Card';
import { NewPasswordInput } from './NewPasswordInput';
import { Problem } from './Problem';

/** Changes the password of whoever knows the old one. */
export function PasswordCard({ onChanged }: { readonly onChanged: () => void }) {
  const api = useApi();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const { busy, problem, run } = useAction();

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setDone(false);
    run(async () => {
      await api.changePassword(current, password);
      setCurrent('');
      setPassword('');
      setDone(true);
      onChanged();
    });
  };

  return (
    <Card title="Password">
      <form onSubmit={submit}>
        <Stack>
          <PasswordInput
            label="Old password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <NewPasswordInput label="New password" value={password} onChange={setPassword} />
          {problem && <Problem>{problem}</Problem>}
          {done && <Text role="status">Changed. Everywhere else you have been signed out.</Text>}
          <Button type="submit" loading={busy}>
            Change password
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
