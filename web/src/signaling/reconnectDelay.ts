const firstMs = 500;
const longestMs = 8_000;

/**
 * How long to wait before try number `attempt` (from 1): doubling up to 8 s, of which `random`
 * (0 to 1) spreads the second half so that an audience does not come back in one instant.
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return full / 2 + (full / 2) * random;
}
