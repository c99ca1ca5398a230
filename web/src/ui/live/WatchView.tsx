import { useRef } from 'react';
import type { SoundGate } from '../../media/SoundGate';
import type { StageSession } from '../../media/StageSession';
import type { StageJoined } from '../../signaling/stageState';
import { Notice } from '../components/Notice';
import { CalendarIcon, OnAirIcon } from '../components/icons';
import { useStore } from '../hooks/useStore';
import { rememberView } from '../remembered';
import { dayAndTime } from '../words';
import { ConnectingView, EndedView, RefusedView } from './StageStates';
import { Reconnecting } from './Reconnecting';
import { SoundUnlock } from './SoundUnlock';
import { Stage } from './Stage';
import { StageHeader } from './StageHeader';
import classes from './StageLayout.module.css';
import { TalkPanel } from './TalkPanel';
import { ViewerControls } from './ViewerControls';
import { remoteTile } from './tiles';

interface WatchViewProps {
  readonly session: StageSession;
  readonly sound: SoundGate;
}

export function WatchView({ session, sound }: WatchViewProps) {
  const { stage, pictures, viewMode, problem } = useStore(session.state);
  const frame = useRef<HTMLDivElement>(null);

  if (stage.phase === 'connecting') return <ConnectingView />;
  if (stage.phase === 'refused') return <RefusedView {...stage} />;
  if (stage.webinar.state === 'ended') return <EndedView title={stage.webinar.title} />;
  return (
    <div className={classes.page}>
      <StageHeader webinar={stage.webinar} viewerCount={stage.viewerCount} />
      <main className={classes.columns}>
        <div className={classes.stage} ref={frame}>
          {pictures.length > 0 ? (
            <Stage
              tiles={pictures.map(remoteTile)}
              sound={sound}
              onPicture={session.onPicture}
              onLines={session.onTile}
            />
          ) : (
            <WaitingRoom stage={stage} problem={problem} />
          )}
          <SoundUnlock sound={sound} />
          <Reconnecting online={stage.online} />
          <ViewerControls
            sound={sound}
            frame={frame}
            viewMode={viewMode}
            onViewMode={(mode) => {
              rememberView(mode);
              session.chooseView(mode);
            }}
          />
        </div>
        <TalkPanel session={session} stage={stage} />
      </main>
    </div>
  );
}

interface WaitingRoomProps {
  readonly stage: StageJoined;
  readonly problem: string | null;
}

function WaitingRoom({ stage, problem }: WaitingRoomProps) {
  const { state, startsAt, description } = stage.webinar;
  if (problem !== null) {
    return <Notice onStage icon={<OnAirIcon size={28} />} title={problem} />;
  }
  if (state === 'live') {
    return (
      <Notice onStage icon={<OnAirIcon size={28} />} title="No one is on stage right now">
        Stay here: the picture comes by itself when a presenter is back.
      </Notice>
    );
  }
  return (
    <Notice
      onStage
      icon={<CalendarIcon size={28} />}
      title={startsAt === null ? 'It has not started yet' : `Starts ${dayAndTime(startsAt)}`}
    >
      You are in the right place. The picture comes by itself when it begins.
      {description !== null && <p className={classes.about}>{description}</p>}
    </Notice>
  );
}
