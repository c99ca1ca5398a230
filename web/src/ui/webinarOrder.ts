import type { Webinar } from '../contract';

/** Live first, then what comes next (planned before unplanned), and the past newest first. */
export function inOrder(webinars: readonly Webinar[]): {
  readonly upcoming: readonly Webinar[];
  readonly past: readonly Webinar[];
} {
  const upcoming = webinars.filter(({ state }) => state !== 'ended');
  const past = webinars.filter(({ state }) => state === 'ended');
  return {
    upcoming: upcoming.toSorted((a, b) => rank(a) - rank(b)),
    past: past.toSorted((a, b) => endOf(b) - endOf(a)),
  };
}

function rank({ state, startsAt }: Webinar): number {
  if (state === 'live') return -1;
  return startsAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(startsAt);
}

function endOf({ endedAt, createdAt }: Webinar): number {
  return Date.parse(endedAt ?? createdAt);
}
