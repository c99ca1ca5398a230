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
  readonly limitation: SendingLimitation;
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
  };
}

export function sendingBetween(before: SendingSample, after: SendingSample): SendingQuality {
  const seconds = (after.atMs - before.atMs) / 1_000;
  return {
    bitrate: Math.max(0, ((after.bytes - before.bytes) * 8) / seconds),
    availableBitrate: after.available,
    height: after.height,
    lost: share(after.lost - before.lost, after.packets - before.packets),
    roundTripMs: after.roundTripMs,
    limitation: after.limitation,
  };
}

/** What the node says of what it receives; the DOM's types leave it out. */
interface ArrivedStats {
  readonly packetsLost?: number;
}
