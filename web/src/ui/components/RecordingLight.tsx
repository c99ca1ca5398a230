import type { RecordingStatus } from '../../contract';
import classes from './RecordingLight.module.css';

interface RecordingLightProps {
  readonly recording: RecordingStatus;
  /** One word, with the sentence as a tooltip, unless it is bad news. */
  readonly compact?: boolean;
}

/** Whether what was recorded a moment ago was played back and found good, and if not, why. */
export function RecordingLight({ recording, compact = false }: RecordingLightProps) {
  const { state, light, sentence } = recording;
  const showsSentence = !compact || light === 'amber' || light === 'red';
  return (
    <div
      className={classes.light}
      data-light={state === 'paused' ? 'paused' : light}
      data-compact={compact}
      role="status"
      aria-label="Recording"
      title={sentence}
    >
      <span className={classes.lamp} aria-hidden />
      <span>
        <b>{state === 'recording' ? words[light] : stateWords[state]}</b>
        {showsSentence && <span className={classes.sentence}> {sentence}</span>}
      </span>
    </div>
  );
}

const stateWords = {
  paused: 'Recording paused',
  stopped: 'Not recorded:',
};

const words: Record<RecordingStatus['light'], string> = {
  waiting: 'Recording',
  green: 'Recorded and checked',
  amber: 'Recording, but look:',
  red: 'Recording in trouble:',
};
