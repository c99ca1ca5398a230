import type { JoinedWebinar, RecordingStatus } from '../../contract';
import { RecordingLight } from '../components/RecordingLight';
import { SchemeToggle } from '../components/SchemeToggle';
import { StateBadge } from '../components/StateBadge';
import { PeopleIcon } from '../components/icons';
import { useNow } from '../hooks/useNow';
import { duration, viewers } from '../words';
import classes from './StageHeader.module.css';

interface StageHeaderProps {
  readonly webinar: JoinedWebinar;
  readonly viewerCount: number;
  /** Shown to presenters. */
  readonly recording?: RecordingStatus | null;
}

export function StageHeader({ webinar, viewerCount, recording }: StageHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h1 className={classes.title}>
          <bdi>{webinar.title}</bdi>
        </h1>
        <span aria-live="polite">
          <StateBadge state={webinar.state} />
        </span>
      </div>
      <div className={classes.figures}>
        {recording && <RecordingLight recording={recording} compact />}
        {webinar.state === 'live' && webinar.startedAt !== null && (
          <LiveTimer since={webinar.startedAt} />
        )}
        <span className={classes.viewers} title="Watching now">
          <PeopleIcon size={18} />
          {viewers(viewerCount)}
        </span>
        <SchemeToggle />
      </div>
    </header>
  );
}

function LiveTimer({ since }: { readonly since: string }) {
  const now = useNow(true);
  return (
    <span className={classes.timer} role="timer" aria-label="Live for">
      {duration(now - Date.parse(since))}
    </span>
  );
}
