/** The entries of one type, as that type. Browsers leave out what they do not measure. */
export function entries<T>(stats: RTCStatsReport, type: RTCStatsType): T[] {
  const found: T[] = [];
  stats.forEach((entry: RTCStats) => {
    if (entry.type === type) found.push(entry as unknown as T);
  });
  return found;
}

export function sum<T>(all: readonly T[], of: (each: T) => number | undefined): number {
  return all.reduce((total, each) => total + (of(each) ?? 0), 0);
}

/** 0 to 1; counters may have begun anew. */
export function share(part: number, whole: number): number {
  return whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}

export function roundTripMs(stats: RTCStatsReport): number | null {
  const seconds = path(stats)?.currentRoundTripTime;
  return seconds === undefined ? null : seconds * 1_000;
}

/** Bits per second that the browser believes its network takes. */
export function available(stats: RTCStatsReport): number | null {
  return path(stats)?.availableOutgoingBitrate ?? null;
}

function path(stats: RTCStatsReport): RTCIceCandidatePairStats | undefined {
  return entries<RTCIceCandidatePairStats>(stats, 'candidate-pair').find(
    (pair) => pair.nominated && pair.state === 'succeeded',
  );
}
