/** What getStats answers, from its entries. */
export function fakeStats(...entries: object[]): RTCStatsReport {
  return new Map(entries.map((entry, i) => [String(i), entry]));
}

/** The path that media takes. */
export function pathStats(change: object = {}): object {
  return {
    type: 'candidate-pair',
    nominated: true,
    state: 'succeeded',
    currentRoundTripTime: 0.04,
    availableOutgoingBitrate: 5_000_000,
    ...change,
  };
}
