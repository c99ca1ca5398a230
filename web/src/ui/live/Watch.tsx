import { useEffect, useState } from 'react';
import type { LinkToken } from '../../ids';
import type { StageSession } from '../../media/StageSession';
import { SoundGate } from '../../media/SoundGate';
import { WatchView } from './WatchView';
import { openSession } from './openSession';

interface WatchProps {
  readonly token: LinkToken;
  readonly displayName: string;
}

/** Owns a viewer's session for as long as the page is open. */
export default function Watch({ token, displayName }: WatchProps) {
  const [session, setSession] = useState<StageSession | null>(null);
  const [sound] = useState(() => new SoundGate());

  useEffect(() => {
    const opened = openSession(token, displayName);
    // The session lives outside React: it is opened here and handed in once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSession(opened);
    return () => void opened.close();
  }, [token, displayName]);

  return session && <WatchView session={session} sound={sound} />;
}
