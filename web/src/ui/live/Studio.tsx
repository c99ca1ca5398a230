import { useEffect, useState } from 'react';
import { LocalMedia } from '../../media/LocalMedia';
import { SoundGate } from '../../media/SoundGate';
import type { StageSession } from '../../media/StageSession';
import { rememberedVoiceRests } from '../remembered';
import { StudioView } from './StudioView';
import type { Entrance } from './Entrance';

interface StudioProps {
  readonly entrance: Entrance;
  readonly displayName: string;
}

interface Opened {
  readonly session: StageSession;
  readonly local: LocalMedia;
}

/** Owns a presenter's session and devices for as long as the page is open. */
export default function Studio({ entrance, displayName }: StudioProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [sound] = useState(() => new SoundGate());

  useEffect(() => {
    const local = new LocalMedia();
    local.setVoiceRests(rememberedVoiceRests());
    const session = entrance.enter(displayName, local);
    void local.open();
    // The session lives outside React: it is opened here and handed in once.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setOpened({ session, local });
    return () => {
      local.close();
      void session.close();
    };
  }, [entrance, displayName]);

  return opened && <StudioView {...opened} sound={sound} displayName={displayName} />;
}
