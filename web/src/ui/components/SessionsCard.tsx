import { Badge, Button, Stack, Text } from '@mantine/core';
import type { OpenSession } from '../../contract';
import type { SessionId } from '../../ids';
import { browserName } from '../browserName';
import { useAction } from '../hooks/useAction';
import { useApi } from '../hooks/useApi';
import { dayAndTime } from '../words';
import { Card } from './Card';
import { Problem } from './Problem';
import classes from './SessionsCard.module.css';

interface SessionsCardProps {
  readonly sessions: readonly OpenSession[];
  readonly onChanged: () => void;
}

/** Where one is signed in, to be ended one by one or all but this one. */
export function SessionsCard({ sessions, onChanged }: SessionsCardProps) {
  const api = useApi();
  const { busy, problem, run } = useAction();
  const after = (work: () => Promise<void>) =>
    run(async () => {
      await work();
      onChanged();
    });
  const others = sessions.filter(({ current }) => !current);

  return (
    <Card
      title="Where you are signed in"
      aside={
        others.length > 0 && (
          <Button
            variant="default"
            size="xs"
            loading={busy}
            onClick={() => after(() => api.endOtherSessions())}
          >
            Sign out the others
          </Button>
        )
      }
    >
      <Stack gap="md">
        {problem && <Problem>{problem}</Problem>}
        <ul className={classes.list}>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={busy}
              onEnd={(id) => after(() => api.endSession(id))}
            />
          ))}
        </ul>
      </Stack>
    </Card>
  );
}

interface SessionRowProps {
  readonly session: OpenSession;
  readonly busy: boolean;
  readonly onEnd: (id: SessionId) => void;
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const name = browserName(session.browser);
  return (
    <li className={classes.row}>
      <div>
        <Text fw={600} title={session.browser}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {session.address ?? 'Unknown address'} · since {dayAndTime(session.createdAt)} · last seen{' '}
          {dayAndTime(session.lastSeenAt)}
        </Text>
      </div>
      {session.current ? (
        <Badge variant="light" tt="none">
          This one
        </Badge>
      ) : (
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          disabled={busy}
          aria-label={`Sign out ${name} at ${session.address ?? 'an unknown address'}`}
          onClick={() => onEnd(session.id)}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}
