import classes from './Verdict.module.css';

interface VerdictProps {
  /** What it is about, for those who do not see where it stands. */
  readonly label: string;
  readonly sentence: string;
  /** Whether there is nothing that somebody should do something about. */
  readonly well: boolean;
}

/** A lamp, and in words why it has its colour. */
export function Verdict({ label, sentence, well }: VerdictProps) {
  return (
    <p className={classes.sentence} data-well={well} role="status" aria-label={label}>
      <span className={classes.lamp} aria-hidden />
      <span>{sentence}</span>
    </p>
  );
}
