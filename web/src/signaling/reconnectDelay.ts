const soonMs = 300;
const spreadMs = 400;
const firstMs = 500;
const longestMs = 8_000;

/**
 * How long to wait before try number `attempt` (from 1): soon at first, because a server that ended has its
 * work done by another at once, then doubling up to 8 s. `random` (0 to 1) spreads an audience, so that it does not come back
 * in one instant.
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  if (attempt === 1) return soonMs + spreadMs * random;
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}
