import type { WebinarState } from '../../contract';
import classes from './StateBadge.module.css';

const words: Record<WebinarState, string> = {
  scheduled: 'Scheduled',
  live: 'Live',
  ended: 'Ended',
};

export function StateBadge({ state }: { readonly state: WebinarState }) {
  return (
    <span className={classes.badge} data-state={state}>
      {words[state]}
    </span>
  );
}
