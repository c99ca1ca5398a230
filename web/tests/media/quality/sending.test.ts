import { describe, expect, it } from 'vitest';
import type { SendingQuality } from '../../../src/contract';
import { Uplink } from '../../../src/media/quality/Uplink';
import { readSending, sendingBetween } from '../../../src/media/quality/sending';
import { fakeStats, pathStats } from '../../fakes/fakeStats';

const layer = (change: object) => ({
  type: 'outbound-rtp',
  kind: 'video',
  bytesSent: 0,
  ...change,
});
const well: SendingQuality = {
  bitrate: 3_000_000,
  availableBitrate: 5_000_000,
  height: 720,
  lost: 0,
  roundTripMs: 40,
  limitation: 'none',
};

describe('what is sent', () => {
  it('is all layers together, and as good as the largest', () => {
    const before = readSending(fakeStats(layer({}), layer({})), 0);
    const after = readSending(
      fakeStats(
        layer({ bytesSent: 250_000, packetsSent: 300, frameHeight: 180 }),
        layer({ bytesSent: 1_000_000, packetsSent: 700, frameHeight: 720 }),
        { type: 'remote-inbound-rtp', packetsLost: 50 },
        pathStats(),
      ),
      10_000,
    );
    expect(sendingBetween(before, after)).toEqual({
      bitrate: 1_000_000,
      availableBitrate: 5_000_000,
      height: 720,
      lost: 0.05,
      roundTripMs: 40,
      limitation: 'none',
    });
  });

  it('is limited by the network if any layer is', () => {
    const stats = fakeStats(
      layer({ qualityLimitationReason: 'none' }),
      layer({ qualityLimitationReason: 'cpu' }),
      layer({ qualityLimitationReason: 'bandwidth' }),
    );
    expect(readSending(stats, 0).limitation).toBe('bandwidth');
  });

  it('is limited by what limited it for most of the time, where the browser counts', () => {
    const look = (atMs: number, none: number, bandwidth: number) =>
      readSending(
        fakeStats(
          layer({
            qualityLimitationReason: 'bandwidth',
            qualityLimitationDurations: { none, bandwidth, cpu: 0, other: 0 },
          }),
        ),
        atMs,
      );
    expect(sendingBetween(look(0, 5, 5), look(10_000, 12, 8)).limitation).toBe('none');
    expect(sendingBetween(look(0, 5, 5), look(10_000, 8, 12)).limitation).toBe('bandwidth');
  });

  it('is not limited by a network of which the browser still finds out what it carries', () => {
    const look = (qualityLimitationReason: string, atMs: number) =>
      readSending(fakeStats(layer({ qualityLimitationReason })), atMs);
    const between = (reason: string, rampsUp: boolean) =>
      sendingBetween(look(reason, 0), look(reason, 5_000), rampsUp).limitation;
    expect(between('bandwidth', true)).toBe('none');
    expect(between('bandwidth', false)).toBe('bandwidth');
    expect(between('cpu', true)).toBe('cpu');
  });
});

describe('Uplink', () => {
  const looks = (...sent: Partial<SendingQuality>[]) => {
    const uplink = new Uplink();
    return sent.map((each) => uplink.next({ ...well, ...each }));
  };
  const thin = { limitation: 'bandwidth' } as const;

  it('does not talk about one bad moment', () => {
    expect(looks({}, thin, {}, {})).toEqual(['well', 'well', 'well', 'well']);
  });

  it('is thin from the second bad look, and well from the third good one', () => {
    expect(looks(thin, thin, {}, {}, {})).toEqual(['well', 'thin', 'thin', 'thin', 'well']);
  });

  it('tells a line for sound only, one that loses, and a slow machine apart', () => {
    const soundOnly = { ...thin, availableBitrate: 90_000 };
    expect(looks(soundOnly, soundOnly).at(-1)).toBe('soundOnly');
    expect(looks({ lost: 0.1 }, { lost: 0.1 }).at(-1)).toBe('lossy');
    expect(looks({ limitation: 'cpu' }, { limitation: 'cpu' }).at(-1)).toBe('slowMachine');
  });
});
