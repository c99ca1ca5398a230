import { describe, expect, it } from 'vitest';
import { readReception, receptionBetween } from '../../../src/media/quality/reception';
import { fakeStats, pathStats } from '../../fakes/fakeStats';

const camera = (change: object) => ({
  type: 'inbound-rtp',
  kind: 'video',
  trackIdentifier: 'camera',
  bytesReceived: 0,
  packetsReceived: 0,
  packetsLost: 0,
  framesReceived: 0,
  framesDropped: 0,
  frameHeight: 720,
  totalFreezesDuration: 0,
  ...change,
});
const microphone = (change: object) => ({
  type: 'inbound-rtp',
  kind: 'audio',
  trackIdentifier: 'microphone',
  bytesReceived: 0,
  totalSamplesReceived: 0,
  concealedSamples: 0,
  silentConcealedSamples: 0,
  ...change,
});
const moving = new Set(['camera']);

function between(before: object[], after: object[], shown = true, tracks = moving) {
  return receptionBetween(
    readReception(fakeStats(...before), 0, tracks),
    readReception(fakeStats(...after), 10_000, tracks),
    shown,
  );
}

describe('what is received', () => {
  it('is the difference of two looks', () => {
    const before = [camera({ bytesReceived: 1_000_000, packetsReceived: 1_000 })];
    const after = [
      camera({ bytesReceived: 3_500_000, packetsReceived: 2_960, packetsLost: 40 }),
      pathStats(),
    ];
    expect(between(before, after)).toMatchObject({
      bitrate: 2_000_000,
      height: 720,
      lost: 0.02,
      roundTripMs: 40,
    });
  });

  it('is frozen for the share of the time in which a camera stood still', () => {
    const after = [camera({ totalFreezesDuration: 2.5 })];
    expect(between([camera({})], after).frozen).toBe(0.25);
  });

  it('is not frozen when a screen stands still, or a page in the background', () => {
    const after = [camera({ totalFreezesDuration: 2.5 })];
    expect(between([camera({})], after, true, new Set()).frozen).toBe(0);
    expect(between([camera({})], after, false).frozen).toBe(0);
  });

  it('comes to a machine that is busy, but for a page in the background', () => {
    const look = (atMs: number) => readReception(fakeStats(camera({})), atMs, moving);
    expect(receptionBetween(look(0), look(10_000), true, 0.4).busy).toBe(0.4);
    expect(receptionBetween(look(0), look(10_000), false, 0.4).busy).toBe(0);
  });

  it('counts no made-up silence as broken sound', () => {
    const after = [
      microphone({
        totalSamplesReceived: 480_000,
        concealedSamples: 48_000,
        silentConcealedSamples: 24_000,
      }),
    ];
    expect(between([microphone({})], after).concealed).toBe(0.05);
  });

  it('stays within its bounds when counters begin anew', () => {
    const before = [camera({ bytesReceived: 9_000, packetsLost: 50, totalFreezesDuration: 9 })];
    expect(between(before, [camera({})])).toMatchObject({ bitrate: 0, lost: 0, frozen: 0 });
  });
});
