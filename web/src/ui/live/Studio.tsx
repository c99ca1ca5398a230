import { useEffect, useState } from 'react';
import type { LinkToken } from '../../ids';
import { LocalMedia } from '../../media/LocalMedia';
import { SoundGate } from '../../media/SoundGate';
import type { StageSession } from '../../media/StageSession';
import { StudioView } from './StudioView';
import { openSession } from './openSession';

interface StudioProps {
  readonly token: LinkToken;
  readonly displayName: string;
}

interface Opened {
  readonly session: StageSession;
  readonly local: LocalMedia;
}

/** Owns a presenter's session and devices for as long as the page is open. */
export default function Studio({ token, displayName }: StudioProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [sound] = useState(() => new SoundGate());

  useEffect(() => {
    const local = new LocalMedia();
    const session = openSession(token, displayName, local);
    void local.open();
    // The session lives outside React: it is opened here and handed in once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setOpened({ session, local });
    return () => {
      local.close();
      void session.close();
    };
  }, [token, displayName]);

  return opened && <StudioView {...opened} sound={sound} displayName={displayName} />;
}
