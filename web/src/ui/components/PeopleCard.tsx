import { Text } from '@mantine/core';
import { useCallback } from 'react';
import type { Webinar, WebinarPeople } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { dayAndTime } from '../words';
import { Card } from './Card';
import { ConfirmButton } from './ConfirmButton';
import classes from './IssuedLinks.module.css';
import { PersonName } from './PersonName';

const pollMs = () => 5_000;

/** Who is in the webinar, to remove somebody; and who was removed, to let them in again. */
export function PeopleCard({ webinar }: { readonly webinar: Webinar }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.people(webinar.id, signal),
    [api, webinar.id],
  );
  const { loaded, reload } = useLoad(load, pollMs);
  if (loaded.status !== 'ready') return null;
  const { present, removed } = loaded.value;
  if (present.length + removed.length === 0) return null;
  return (
    <Card title="People">
      <ul className={classes.list}>
        {present.map((person) => (
          <li key={person.participantId} className={classes.row}>
            <span className={classes.words}>
              <PersonName name={person.displayName} role={person.role} />
            </span>
            <RemovePerson
              person={person}
              onConfirm={async () => {
                await api.removePerson(webinar.id, person.participantId);
                reload();
              }}
            />
          </li>
        ))}
        {removed.map((person) => (
          <li key={person.id} className={classes.row} data-gone="true">
            <span className={classes.words}>
              <PersonName name={person.displayName} role="viewer" />
              <Text span size="xs" c="dimmed">
                Removed {dayAndTime(person.removedAt)} by <bdi>{person.removedBy}</bdi>
              </Text>
            </span>
            <ConfirmButton
              label="Let in again"
              variant="default"
              size="compact-sm"
              question="Let this person in again?"
              confirm="Let in again"
              onConfirm={async () => {
                await api.letIn(webinar.id, person.id);
                reload();
              }}
            >
              <bdi>{person.displayName}</bdi> can come back by a link that is valid.
            </ConfirmButton>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface RemovePersonProps {
  readonly person: WebinarPeople['present'][number];
  readonly onConfirm: () => Promise<void>;
}

function RemovePerson({ person, onConfirm }: RemovePersonProps) {
  return (
    <ConfirmButton
      label="Remove"
      aria-label={`Remove ${person.displayName}`}
      variant="default"
      size="compact-sm"
      question="Remove this person?"
      confirm="Remove person"
      onConfirm={onConfirm}
    >
      <bdi>{person.displayName}</bdi> leaves the webinar at once and cannot come back in with this
      browser. A link that is theirs alone is revoked.
    </ConfirmButton>
  );
}
