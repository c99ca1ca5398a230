import type { SendingLimitation, SendingQuality } from '../../contract';
import { available, entries, roundTripMs, share, sum } from './stats';

/** The counters of what is sent, at one moment. */
export interface SendingSample {
  readonly atMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly height: number;
  readonly available: number | null;
  readonly roundTripMs: number | null;
  /** What the browser says now. */
  readonly limitation: SendingLimitation;
  /** For how many seconds the picture has been limited so far, by reason; empty where the browser does not count. */
  readonly limited: ReadonlyMap<SendingLimitation, number>;
}

/** The worst first. */
const limitations: readonly SendingLimitation[] = ['bandwidth', 'cpu', 'other', 'none'];

export function readSending(stats: RTCStatsReport, atMs: number): SendingSample {
  const streams = entries<RTCOutboundRtpStreamStats>(stats, 'outbound-rtp');
  const arrived = entries<ArrivedStats>(stats, 'remote-inbound-rtp');
  const reasons = new Set(streams.map((each) => each.qualityLimitationReason));
  return {
    atMs,
    bytes: sum(streams, (each) => each.bytesSent),
    packets: sum(streams, (each) => each.packetsSent),
    lost: sum(arrived, (each) => each.packetsLost),
    height: Math.max(0, ...streams.map((each) => each.frameHeight ?? 0)),
    available: available(stats),
    roundTripMs: roundTripMs(stats),
    limitation: limitations.find((reason) => reasons.has(reason)) ?? 'none',
    limited: new Map(limitations.map((reason) => [reason, longest(streams, reason)])),
  };
}

/** @param rampsUp - Whether the browser was still finding out what its network carries: then the network is not blamed. */
export function sendingBetween(
  before: SendingSample,
  after: SendingSample,
  rampsUp = false,
): SendingQuality {
  const seconds = (after.atMs - before.atMs) / 1_000;
  return {
    bitrate: Math.max(0, ((after.bytes - before.bytes) * 8) / seconds),
    availableBitrate: after.available,
    height: after.height,
    lost: share(after.lost - before.lost, after.packets - before.packets),
    roundTripMs: after.roundTripMs,
    limitation: limitationBetween(before, after, rampsUp),
  };
}

/** What lasted for most of the time. */
function limitationBetween(
  before: SendingSample,
  after: SendingSample,
  rampsUp: boolean,
): SendingLimitation {
  const seconds = (after.atMs - before.atMs) / 1_000;
  const lasted = (reason: SendingLimitation) =>
    (after.limited.get(reason) ?? 0) - (before.limited.get(reason) ?? 0);
  const counts = limitations.some((reason) => lasted(reason) > 0);
  const limitation = counts
    ? (limitations.find((reason) => lasted(reason) > seconds / 2) ?? 'none')
    : after.limitation;
  return rampsUp && limitation === 'bandwidth' ? 'none' : limitation;
}

/** Of all streams: each layer is one. */
function longest(streams: readonly RTCOutboundRtpStreamStats[], reason: SendingLimitation): number {
  return Math.max(0, ...streams.map((each) => each.qualityLimitationDurations?.[reason] ?? 0));
}

/** What the node says of what it receives; the DOM's types leave it out. */
interface ArrivedStats {
  readonly packetsLost?: number;
}
