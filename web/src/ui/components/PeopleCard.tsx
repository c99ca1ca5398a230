import { Button, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Person, QualityBlame, Webinar } from '../../contract';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { dayAndTime } from '../words';
import { Card } from './Card';
import { ConfirmButton } from './ConfirmButton';
import classes from './PeopleCard.module.css';
import { PersonName } from './PersonName';
import { PersonQualityDialog } from './PersonQualityDialog';

const pollMs = () => 5_000;

/** Presenters and whoever is in trouble come first. */
const shownAtFirst = 20;

/** Who is in the webinar, to see how it goes for them and to remove somebody; and who was removed, to let them in again. */
export function PeopleCard({ webinar }: { readonly webinar: Webinar }) {
  const api = useApi();
  const load = useCallback(
    (signal: AbortSignal) => api.people(webinar.id, signal),
    [api, webinar.id],
  );
  const { loaded, reload } = useLoad(load, pollMs);
  const [showsAll, setShowsAll] = useState(false);
  const [lookedAt, setLookedAt] = useState<Person | null>(null);
  if (loaded.status !== 'ready') return null;
  const { present, removed } = loaded.value;
  if (present.length + removed.length === 0) return null;
  return (
    <Card title="People">
      <ul className={classes.list}>
        {(showsAll ? present : present.slice(0, shownAtFirst)).map((person) => (
          <li key={person.participantId} className={classes.row}>
            <span className={classes.words}>
              <PersonName name={person.displayName} role={person.role} />
              {person.blame !== 'nobody' && (
                <span className={classes.trouble}>{troubles[person.blame]}</span>
              )}
            </span>
            <span className={classes.buttons}>
              <Button
                aria-label={`How it goes for ${person.displayName}`}
                variant="default"
                size="compact-sm"
                onClick={() => setLookedAt(person)}
              >
                Details
              </Button>
              <RemovePerson
                person={person}
                onConfirm={async () => {
                  await api.removePerson(webinar.id, person.participantId);
                  reload();
                }}
              />
            </span>
          </li>
        ))}
        {!showsAll && present.length > shownAtFirst && (
          <li>
            <Button variant="subtle" size="compact-sm" onClick={() => setShowsAll(true)}>
              Show all {present.length}
            </Button>
          </li>
        )}
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
      <PersonQualityDialog
        webinarId={webinar.id}
        person={lookedAt}
        onClose={() => setLookedAt(null)}
      />
    </Card>
  );
}

const troubles: Readonly<Record<Exclude<QualityBlame, 'nobody'>, string>> = {
  ownNetwork: 'Weak connection',
  ownMachine: 'Slow computer',
  upstream: 'It arrives broken',
};

interface RemovePersonProps {
  readonly person: Person;
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
