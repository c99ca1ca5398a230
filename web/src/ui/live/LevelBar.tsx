import { useEffect, useRef, useState } from 'react';
import { LevelMeter } from '../../media/LevelMeter';
import classes from './LevelBar.module.css';

interface LevelBarProps {
  readonly track: MediaStreamTrack;
  readonly on: boolean;
}

const everyMs = 80;
const heardAt = 0.25;

/** Moves with the voice, so that a presenter sees that the microphone works. */
export function LevelBar({ track, on }: LevelBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const [heard, setHeard] = useState(false);

  useEffect(() => {
    const meter = new LevelMeter(track);
    const timer = setInterval(() => {
      const level = meter.level();
      // Straight to the element: a render per tick would be waste.
      bar.current?.style.setProperty('--level', String(level));
      if (level > heardAt) setHeard(true);
    }, everyMs);
    return () => {
      clearInterval(timer);
      meter.close();
    };
  }, [track]);

  return (
    <div>
      <div ref={bar} className={classes.bar} role="img" aria-label="Microphone level">
        <div className={classes.level} />
      </div>
      <div className={classes.words} aria-live="polite">
        {wordsOf(on, heard)}
      </div>
    </div>
  );
}

function wordsOf(on: boolean, heard: boolean): string {
  if (!on) return 'Your microphone is muted.';
  return heard ? 'We can hear you.' : 'Say something: the bar should move.';
}
