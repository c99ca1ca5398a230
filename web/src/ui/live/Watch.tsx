import { useEffect, useState } from 'react';
import type { StageSession } from '../../media/StageSession';
import { SoundGate } from '../../media/SoundGate';
import { WatchView } from './WatchView';
import type { Entrance } from './Entrance';

interface WatchProps {
  readonly entrance: Entrance;
  readonly displayName: string;
}

/** Owns a viewer's session for as long as the page is open. */
export default function Watch({ entrance, displayName }: WatchProps) {
  const [session, setSession] = useState<StageSession | null>(null);
  const [sound] = useState(() => new SoundGate());

  useEffect(() => {
    const opened = entrance.enter(displayName);
    // The session lives outside React: it is opened here and handed in once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setSession(opened);
    return () => void opened.close();
  }, [entrance, displayName]);

  return session && <WatchView session={session} sound={sound} />;
}
