import type { ReceptionQuality } from '../../contract';
import { entries, roundTripMs, share, sum } from './stats';

/** The counters of what is received, at one moment. */
export interface ReceptionSample {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly soundSamples: number;
  readonly madeUp: number;
  readonly pictures: number;
  readonly dropped: number;
  readonly height: number;
  readonly roundTripMs: number | null;
  /** Seconds that each picture which should move has stood still so far, by its track. */
  readonly frozen: ReadonlyMap<string, number>;
}

/** @param moving - Tracks of pictures that should move: cameras that are on. A shared screen may stand still. */
export function readReception(
  stats: RTCStatsReport,
  atMs: number,
  moving: ReadonlySet<string>,
): ReceptionSample {
  const streams = entries<RTCInboundRtpStreamStats>(stats, 'inbound-rtp');
  return {
    atMs,
    bytes: sum(streams, (each) => each.bytesReceived),
    packets: sum(streams, (each) => each.packetsReceived),
    lost: sum(streams, (each) => each.packetsLost),
    soundSamples: sum(streams, (each) => each.totalSamplesReceived),
    // What is made up while nobody speaks is silence.
    madeUp: sum(
      streams,
      (each) => (each.concealedSamples ?? 0) - (each.silentConcealedSamples ?? 0),
    ),
    pictures: sum(streams, (each) => each.framesReceived),
    dropped: sum(streams, (each) => each.framesDropped),
    height: Math.max(0, ...streams.map((each) => each.frameHeight ?? 0)),
    roundTripMs: roundTripMs(stats),
    frozen: new Map(
      streams
        .filter((each) => each.kind === 'video' && moving.has(each.trackIdentifier))
        .map((each) => [each.trackIdentifier, each.totalFreezesDuration ?? 0]),
    ),
  };
}

/**
 * @param shown - False if the page was in the background: then nothing is shown, nothing stands still, and timers are late on purpose.
 * @param busy - The share of the time in which the machine was late.
 */
export function receptionBetween(
  before: ReceptionSample,
  after: ReceptionSample,
  shown: boolean,
  busy = 0,
): ReceptionQuality {
  const seconds = (after.atMs - before.atMs) / 1_000;
  const packets = after.packets - before.packets;
  const lost = Math.max(0, after.lost - before.lost);
  return {
    bitrate: Math.max(0, ((after.bytes - before.bytes) * 8) / seconds),
    height: after.height,
    lost: share(lost, packets + lost),
    roundTripMs: after.roundTripMs,
    frozen: shown ? Math.max(0, ...frozenShares(before, after, seconds)) : 0,
    concealed: share(after.madeUp - before.madeUp, after.soundSamples - before.soundSamples),
    dropped: shown ? share(after.dropped - before.dropped, after.pictures - before.pictures) : 0,
    busy: shown ? busy : 0,
    firstFrameMs: null,
  };
}

/** Of those that were to move all the time. */
function frozenShares(before: ReceptionSample, after: ReceptionSample, seconds: number): number[] {
  return [...after.frozen].flatMap(([track, frozen]) => {
    const earlier = before.frozen.get(track);
    return earlier === undefined ? [] : [share(frozen - earlier, seconds)];
  });
}
