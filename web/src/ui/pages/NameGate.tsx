import { Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticEvent } from 'react';
import { Link } from 'wouter';
import type { Invitation } from '../../contract';
import { Card } from '../components/Card';
import { PageShell } from '../components/PageShell';
import { StateBadge } from '../components/StateBadge';
import { dayAndTime } from '../words';
import classes from './NameGate.module.css';
import type { Place } from './StagePage';

interface NameGateProps {
  readonly place: Place;
  readonly invitation: Invitation;
  /** Runs when the person touches the form: they are about to come in. */
  readonly onNear: () => void;
  readonly onName: (name: string) => void;
}

/** The door of a webinar: what it is, when, and who is coming in. */
export function NameGate({ place, invitation, onNear, onName }: NameGateProps) {
  const [name, setName] = useState('');
  const { webinar } = invitation;
  const presenting = place === 'studio';

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onName(name.trim());
  };

  return (
    <PageShell narrow>
      <div className={classes.state}>
        <StateBadge state={webinar.state} />
        {webinar.state === 'scheduled' && webinar.startsAt !== null && (
          <Text c="dimmed" size="sm">
            {dayAndTime(webinar.startsAt)}
          </Text>
        )}
      </div>
      <Title order={1} mb="xs" className={classes.title}>
        <bdi>{webinar.title}</bdi>
      </Title>
      {webinar.description !== null && (
        <Text c="dimmed" className={classes.about} lineClamp={6}>
          {webinar.description}
        </Text>
      )}
      <Card>
        <form onSubmit={submit} onInput={onNear} onPointerEnter={onNear}>
          <Stack>
            <TextInput
              label="Your name"
              description={
                presenting ? 'Your audience sees it under your picture.' : 'Shown when you chat.'
              }
              placeholder={presenting ? '' : 'Guest'}
              autoComplete="name"
              autoFocus
              maxLength={60}
              required={presenting}
              withAsterisk={false}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="md">
              {presenting ? 'Enter studio' : 'Join webinar'}
            </Button>
          </Stack>
        </form>
      </Card>
      <Text size="sm" c="dimmed" mt="md" ta="center">
        <Anchor component={Link} href="/check" inherit>
          Check your connection
        </Anchor>{' '}
        {presenting ? 'before you present.' : 'if you are not sure that it works.'}
      </Text>
    </PageShell>
  );
}
