import { entries } from './quality/stats';

/** What was said and heard on the path that a connection uses, so far. */
export interface PathSample {
  readonly pair: string;
  /** Grows with whatever comes: media, and answers to checks. */
  readonly heard: number;
  /** Checks that were sent: the more, the longer nothing is heard. */
  readonly asked: number;
}

export type PathState = 'unknown' | 'heard' | 'silent' | 'dead';

/** Longer than a path that carries media is silent, were it only for what is said of it (RTCP). */
const silentMs = 2_000;
/** What tells a path that is dead from one on which nothing is sent. */
const unansweredChecks = 3;
/** Looks that are so far apart say nothing of what was between them: the machine slept. */
const blindMs = 5_000;

/** @returns Null where there is no path, or the browser does not count its checks. */
export function readPath(stats: RTCStatsReport): PathSample | null {
  const [transport] = entries<RTCTransportStats>(stats, 'transport');
  const pair = transport?.selectedCandidatePairId;
  if (pair === undefined) return null;
  const path = stats.get(pair) as RTCIceCandidatePairStats | undefined;
  if (path?.requestsSent === undefined) return null;
  return {
    pair,
    heard: (path.bytesReceived ?? 0) + (path.responsesReceived ?? 0),
    asked: path.requestsSent + (path.consentRequestsSent ?? 0),
  };
}

/** Tells within three seconds that a path is dead, of which browsers take seven or more to be sure. */
export class PathWatch {
  private heard: PathSample | null = null;
  private heardAtMs = 0;
  private lookedAtMs = 0;

  /** Takes the next look, and says what it shows. */
  next(sample: PathSample | null, nowMs: number): PathState {
    const { heard } = this;
    const wasBlind = nowMs - this.lookedAtMs > blindMs;
    this.lookedAtMs = nowMs;
    if (!sample || !heard || wasBlind) return this.begin(sample, nowMs, 'unknown');
    if (sample.pair !== heard.pair || sample.heard !== heard.heard) {
      return this.begin(sample, nowMs, 'heard');
    }
    const isAsked = sample.asked - heard.asked >= unansweredChecks;
    return isAsked && nowMs - this.heardAtMs >= silentMs ? 'dead' : 'silent';
  }

  private begin(sample: PathSample | null, nowMs: number, state: PathState): PathState {
    this.heard = sample;
    this.heardAtMs = nowMs;
    return state;
  }
}
