import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { LocalMedia, LocalMediaState } from '../../media/LocalMedia';
import type { Publishing, StageSession } from '../../media/StageSession';
import {
  CameraIcon,
  CameraOffIcon,
  LeaveIcon,
  MicrophoneIcon,
  MicrophoneOffIcon,
  OnAirIcon,
  ScreenIcon,
  ScreenStopIcon,
} from '../components/icons';
import classes from './StudioControls.module.css';

interface StudioControlsProps {
  readonly session: StageSession;
  readonly local: LocalMedia;
  readonly capture: LocalMediaState;
  readonly publishing: Publishing;
  /** Whether the webinar is live, with or without this presenter. */
  readonly live: boolean;
}

export function StudioControls(props: StudioControlsProps) {
  const { session, local, capture, publishing, live } = props;
  const { camera, microphone, screen } = capture;
  const cameraOn = camera.track !== null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Stage controls">
      <div className={classes.toggles}>
        <Toggle
          label={microphone.on ? 'Mute microphone' : 'Unmute microphone'}
          caption={microphone.on ? 'Mute' : 'Unmute'}
          off={!microphone.on}
          disabled={!microphone.track}
          onClick={() => local.setMicrophoneOn(!microphone.on)}
        >
          {microphone.on ? <MicrophoneIcon /> : <MicrophoneOffIcon />}
        </Toggle>
        <Toggle
          label={cameraOn ? 'Turn camera off' : 'Turn camera on'}
          caption={cameraOn ? 'Camera off' : 'Camera on'}
          off={!cameraOn}
          disabled={camera.problem !== null}
          onClick={() => void local.setCameraOn(!cameraOn)}
        >
          {cameraOn ? <CameraIcon /> : <CameraOffIcon />}
        </Toggle>
        <Toggle
          label={screen ? 'Stop sharing' : 'Share screen'}
          caption={screen ? 'Stop sharing' : 'Share screen'}
          off={screen !== null}
          disabled={publishing === 'off' && !screen}
          onClick={() => (screen ? local.stopScreen() : void local.shareScreen())}
        >
          {screen ? <ScreenStopIcon /> : <ScreenIcon />}
        </Toggle>
      </div>
      <div className={classes.main}>
        <span className={classes.hint} aria-live="polite">
          {hintOf(publishing, live, capture)}
        </span>
        {publishing === 'off' || publishing === 'starting' ? (
          <Button
            className={classes.go}
            size="lg"
            color="ember"
            leftSection={<OnAirIcon size={22} />}
            disabled={!isReady(capture)}
            loading={publishing === 'starting'}
            onClick={() => session.goLive()}
          >
            Go live
          </Button>
        ) : (
          <Button
            className={classes.go}
            size="lg"
            variant="default"
            leftSection={<LeaveIcon />}
            onClick={() => {
              local.stopScreen();
              session.leaveStage();
            }}
          >
            Leave stage
          </Button>
        )}
      </div>
    </div>
  );
}

function hintOf(publishing: Publishing, live: boolean, capture: LocalMediaState): string {
  if (publishing === 'on') return 'Your audience sees and hears you.';
  if (publishing === 'starting') return 'Going live…';
  if (capture.camera.problem === 'insecure') return 'Going live takes https:// or localhost.';
  if (!isReady(capture)) return 'Allow your camera or microphone first.';
  return live ? 'The webinar is live. You are not on stage.' : 'Nobody sees you yet.';
}

function isReady({ camera, microphone }: LocalMediaState): boolean {
  return camera.track !== null || microphone.track !== null;
}

interface ToggleProps {
  readonly label: string;
  readonly caption: string;
  readonly off: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Toggle({ label, caption, off, disabled, onClick, children }: ToggleProps) {
  return (
    <button
      type="button"
      className={classes.toggle}
      data-off={off}
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
      <span>{caption}</span>
    </button>
  );
}
