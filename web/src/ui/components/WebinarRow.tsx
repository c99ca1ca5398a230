import { Link } from 'wouter';
import type { Webinar } from '../../contract';
import { dayAndTime, duration, viewers } from '../words';
import { StateBadge } from './StateBadge';
import classes from './WebinarRow.module.css';

export function WebinarRow({ webinar }: { readonly webinar: Webinar }) {
  return (
    <li>
      <Link href={`/webinars/${webinar.id}`} className={classes.row} data-state={webinar.state}>
        <span className={classes.words}>
          <span className={classes.title}>
            <bdi>{webinar.title}</bdi>
          </span>
          <span className={classes.when}>{whenOf(webinar)}</span>
        </span>
        <StateBadge state={webinar.state} />
      </Link>
    </li>
  );
}

function whenOf({ state, startsAt, startedAt, endedAt, viewerCount }: Webinar): string {
  if (state === 'live') return viewers(viewerCount);
  if (state === 'scheduled') return startsAt === null ? 'No time set' : dayAndTime(startsAt);
  if (startedAt === null || endedAt === null) return 'Never went live';
  const length = Date.parse(endedAt) - Date.parse(startedAt);
  return `${dayAndTime(startedAt)} · ${duration(length)}`;
}
