import type { LocalMedia } from '../../media/LocalMedia';
import type { SoundGate } from '../../media/SoundGate';
import type { StageSession } from '../../media/StageSession';
import { Problem } from '../components/Problem';
import { useStore } from '../hooks/useStore';
import type { ChatModeration } from './ChatPanel';
import { DeviceCard } from './DeviceCard';
import { Reconnecting } from './Reconnecting';
import { SoundUnlock } from './SoundUnlock';
import { Stage } from './Stage';
import { StageHeader } from './StageHeader';
import classes from './StageLayout.module.css';
import { ConnectingView, EndedView, RefusedView } from './StageStates';
import { StudioControls } from './StudioControls';
import { TalkPanel } from './TalkPanel';
import { UplinkNotice } from './UplinkNotice';
import { Unshown } from './Unshown';
import { useOwnTiles } from './useOwnTiles';
import { remoteTile } from './tiles';

interface StudioViewProps {
  readonly session: StageSession;
  readonly local: LocalMedia;
  readonly sound: SoundGate;
  readonly displayName: string;
}

export function StudioView({ session, local, sound, displayName }: StudioViewProps) {
  const { stage, pictures, publishing, sending, uplink, problem } = useStore(session.state);
  const capture = useStore(local.state);
  const own = useOwnTiles(capture, sending, displayName);
  const moderation: ChatModeration = {
    removeChat: ({ id }) => session.removeChat(id),
    removePerson: ({ participantId }) => session.removePerson(participantId),
  };

  if (stage.phase === 'connecting') return <ConnectingView />;
  if (stage.phase === 'refused') return <RefusedView {...stage} />;
  if (stage.webinar.state === 'ended') return <EndedView title={stage.webinar.title} />;
  return (
    <div className={classes.page}>
      <StageHeader
        webinar={stage.webinar}
        viewerCount={stage.viewerCount}
        recording={stage.recording}
      />
      <main className={classes.columns}>
        <div className={classes.left}>
          <div className={classes.stage}>
            <Stage
              tiles={[...own, ...pictures.map(remoteTile)]}
              sound={sound}
              onPicture={session.onPicture}
              onLines={session.onTile}
            />
            <SoundUnlock sound={sound} />
            <Reconnecting online={stage.online} />
          </div>
          {problem !== null && <Problem>{problem}</Problem>}
          {publishing === 'on' && <UplinkNotice uplink={uplink} />}
          <Unshown viewers={stage.viewersWithoutPicture} />
          <StudioControls
            session={session}
            local={local}
            capture={capture}
            publishing={publishing}
            live={stage.webinar.state === 'live'}
          />
        </div>
        <div className={classes.side}>
          <DeviceCard local={local} capture={capture} live={publishing !== 'off'} />
          <TalkPanel session={session} stage={stage} moderation={moderation} />
        </div>
      </main>
    </div>
  );
}
