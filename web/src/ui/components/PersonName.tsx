import { MicrophoneIcon } from './icons';
import type { StageRole } from '../../contract';
import classes from './PersonName.module.css';

interface PersonNameProps {
  readonly name: string;
  readonly role: StageRole;
  /** Behind the name, such as "(you)". */
  readonly suffix?: string;
}

/**
 * A name that somebody chose, in an isolate so that it turns nothing around it, and the badge of a
 * presenter beside it: drawn by the role, never by what stands in the name.
 */
export function PersonName({ name, role, suffix }: PersonNameProps) {
  return (
    <span className={classes.person}>
      <bdi className={classes.name}>{name}</bdi>
      {suffix !== undefined && <span className={classes.suffix}>{suffix}</span>}
      {role === 'presenter' && (
        <span className={classes.badge} data-testid="presenter-badge">
          <MicrophoneIcon size={12} />
          <span className={classes.word}>Presenter</span>
        </span>
      )}
    </span>
  );
}
