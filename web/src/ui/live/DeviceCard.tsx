import { NativeSelect, Switch } from '@mantine/core';
import type { Capture, CaptureKind, LocalMedia, LocalMediaState } from '../../media/LocalMedia';
import { rememberVoiceRests } from '../remembered';
import { CaptureHelp } from './CaptureHelp';
import classes from './DeviceCard.module.css';
import { LevelBar } from './LevelBar';

interface DeviceCardProps {
  readonly local: LocalMedia;
  readonly capture: LocalMediaState;
  /** While live the card folds away, to leave room for the chat. */
  readonly live: boolean;
}

export function DeviceCard({ local, capture, live }: DeviceCardProps) {
  const { camera, microphone, voiceRests } = capture;
  return (
    <details className={classes.card} open={!live} key={String(live)}>
      <summary className={classes.title}>Camera and microphone</summary>
      <div className={classes.body}>
        <CaptureHelp capture={capture} onRetry={() => void local.open()} />
        <DeviceSelect kind="camera" label="Camera" capture={camera} local={local} />
        <DeviceSelect kind="microphone" label="Microphone" capture={microphone} local={local} />
        {microphone.track && <LevelBar track={microphone.track} on={microphone.on} />}
        {microphone.track && (
          <Switch
            label="Send no sound while nobody speaks"
            description={
              live
                ? 'Can be changed while you are off the stage.'
                : 'Saves data. The first moment of a quiet voice may be missing.'
            }
            checked={voiceRests}
            disabled={live}
            onChange={(event) => {
              local.setVoiceRests(event.currentTarget.checked);
              rememberVoiceRests(event.currentTarget.checked);
            }}
          />
        )}
      </div>
    </details>
  );
}

interface DeviceSelectProps {
  readonly kind: CaptureKind;
  readonly label: string;
  readonly capture: Capture;
  readonly local: LocalMedia;
}

function DeviceSelect({ kind, label, capture, local }: DeviceSelectProps) {
  if (capture.devices.length === 0) return null;
  return (
    <NativeSelect
      label={label}
      value={capture.deviceId ?? ''}
      data={capture.devices.map(({ deviceId, label: name }, index) => ({
        value: deviceId,
        label: name === '' ? `${label} ${index + 1}` : name,
      }))}
      onChange={(event) => void local.choose(kind, event.currentTarget.value)}
    />
  );
}
