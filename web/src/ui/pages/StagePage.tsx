import { Button, Loader } from '@mantine/core';
import { Suspense, lazy, useCallback, useEffect, useState } from 'react';
import type { Invitation } from '../../contract';
import type { LinkToken } from '../../ids';
import { Notice } from '../components/Notice';
import { PageShell } from '../components/PageShell';
import { ClockIcon, FilmIcon, LinkOffIcon, WarningIcon } from '../components/icons';
import type { Entrance } from '../live/Entrance';
import { useApi } from '../hooks/useApi';
import { useLoad } from '../hooks/useLoad';
import { useTitle } from '../hooks/useTitle';
import { rememberName, rememberedName } from '../remembered';
import { isCode, sentenceOf } from '../words';
import { NameGate } from './NameGate';

// WebRTC and SignalR are loaded only by those whose link is good, and for them at once.
const loadEntrance = () => import('../live/Entrance');
const loadLive = { studio: () => import('../live/Studio'), watch: () => import('../live/Watch') };
const Live = { studio: lazy(loadLive.studio), watch: lazy(loadLive.watch) };

export type Place = keyof typeof loadLive;

interface StagePageProps {
  readonly place: Place;
  readonly token: LinkToken;
}

/** What a presenter's or viewer's link opens: checks the link, asks for a name, then the stage. */
export function StagePage({ place, token }: StagePageProps) {
  const api = useApi();
  const load = useCallback((signal: AbortSignal) => api.invitation(token, signal), [api, token]);
  const { loaded, reload } = useLoad(load);
  useTitle(loaded.status === 'ready' ? loaded.value.webinar.title : '');

  switch (loaded.status) {
    case 'loading':
      return <Waiting />;
    case 'failed':
      return <Refused cause={loaded.cause} onRetry={reload} />;
    case 'ready':
      return <Admitted place={place} token={token} invitation={loaded.value} />;
  }
}

interface AdmittedProps extends StagePageProps {
  readonly invitation: Invitation;
}

function Admitted({ place, token, invitation }: AdmittedProps) {
  if (place === 'studio' && invitation.role !== 'presenter') return <NotPresenter />;
  if (invitation.webinar.state === 'ended') return <Ended title={invitation.webinar.title} />;
  return <Door place={place} token={token} invitation={invitation} />;
}

function Door({ place, token, invitation }: AdmittedProps) {
  const [name, setName] = useState(rememberedName);
  const [entered, setEntered] = useState(name !== '');
  const entrance = useEntrance(place, token, invitation);

  if (!entered) {
    return (
      <NameGate
        place={place}
        invitation={invitation}
        onNear={() => entrance?.prepare()}
        onName={(given) => {
          rememberName(given);
          setName(given);
          setEntered(true);
        }}
      />
    );
  }
  if (!entrance) return <Waiting />;
  const Page = Live[place];
  return (
    <Suspense fallback={<Waiting />}>
      <Page entrance={entrance} displayName={name === '' ? 'Guest' : name} />
    </Suspense>
  );
}

/** Opened as soon as the link is known to be good; null until its code is there. */
function useEntrance(place: Place, token: LinkToken, invitation: Invitation): Entrance | null {
  const api = useApi();
  const [entrance, setEntrance] = useState<Entrance | null>(null);

  useEffect(() => {
    let opened: Entrance | undefined;
    let left = false;
    void loadLive[place]();
    void loadEntrance().then((live) => {
      if (left) return;
      opened = new live.Entrance(api, token, invitation);
      opened.prepare();
      setEntrance(opened);
    });
    return () => {
      left = true;
      opened?.close();
    };
  }, [api, place, token, invitation]);

  return entrance;
}

function Waiting() {
  return (
    <PageShell>
      <Loader m="auto" aria-label="Loading" />
    </PageShell>
  );
}

function Ended({ title }: { readonly title: string }) {
  return (
    <PageShell>
      <Notice icon={<FilmIcon size={28} />} title="This webinar has ended">
        “<bdi>{title}</bdi>” is over. If there is a recording, its organizer can share it with you.
      </Notice>
    </PageShell>
  );
}

function NotPresenter() {
  return (
    <PageShell>
      <Notice tone="trouble" icon={<LinkOffIcon size={28} />} title="This is not a presenter link">
        It lets you watch, but not present. Ask the organizer for the presenter link.
      </Notice>
    </PageShell>
  );
}

interface RefusedProps {
  readonly cause: unknown;
  readonly onRetry: () => void;
}

function Refused({ cause, onRetry }: RefusedProps) {
  if (isCode(cause, 'link_expired')) {
    return (
      <PageShell>
        <Notice tone="trouble" icon={<ClockIcon size={28} />} title="This link has expired">
          Links stop working some time after the webinar. Ask the person who sent it for a new one.
        </Notice>
      </PageShell>
    );
  }
  if (isCode(cause, 'link_revoked')) {
    return (
      <PageShell>
        <Notice
          tone="trouble"
          icon={<LinkOffIcon size={28} />}
          title="This link is no longer valid"
        >
          The organizer has taken it back. Ask them for a new one.
        </Notice>
      </PageShell>
    );
  }
  if (isCode(cause, 'link_invalid') || isCode(cause, 'not_found')) {
    return (
      <PageShell>
        <Notice tone="trouble" icon={<LinkOffIcon size={28} />} title="This link does not work">
          It may have been cut off when it was copied. Open it again from the invitation, or ask the
          person who sent it for a new one.
        </Notice>
      </PageShell>
    );
  }
  return (
    <PageShell>
      <Notice
        tone="trouble"
        icon={<WarningIcon size={28} />}
        title="The webinar cannot be opened right now"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {sentenceOf(cause)}
      </Notice>
    </PageShell>
  );
}
