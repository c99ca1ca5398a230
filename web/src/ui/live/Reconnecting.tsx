import { Loader } from '@mantine/core';
import classes from './StageOverlay.module.css';

/** Says that the line is down and that nobody has to do anything about it. */
export function Reconnecting({ online }: { readonly online: boolean }) {
  return (
    <div className={classes.top} role="status">
      {!online && (
        <span className={classes.pill}>
          <Loader size={16} color="currentColor" aria-hidden="true" />
          Connection lost. Reconnecting…
        </span>
      )}
    </div>
  );
}
