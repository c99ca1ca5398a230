import { useEffect, useState } from 'react';
import classes from './StageTile.module.css';

interface UndecodedProps {
  /** The presenter's browser has been asked for another picture. */
  readonly standInComes: boolean;
}

/** In the place of a picture that this browser cannot decode. */
export function Undecoded({ standInComes }: UndecodedProps) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className={classes.instead} role="status">
      {standInComes && !late ? onItsWay : never}
    </p>
  );
}

/** It takes a second or two; what has not come by then does not come. */
const patienceMs = 10_000;

const onItsWay =
  'This browser has no decoder for this picture. The presenter’s browser is sending another one: a moment, please.';

const never =
  'This browser has no decoder for this picture. The sound plays; Chrome, Edge and Safari show both.';
