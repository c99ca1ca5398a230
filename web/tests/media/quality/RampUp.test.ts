import { describe, expect, it } from 'vitest';
import { RampUp } from '../../../src/media/quality/RampUp';
import { readSending } from '../../../src/media/quality/sending';
import { fakeStats, pathStats } from '../../fakes/fakeStats';

/** Looks five seconds apart, each with what the browser believes its network takes, in kbit/s. */
function looks(...available: (number | undefined)[]): boolean[] {
  const rampUp = new RampUp();
  return available.map((kbit, i) => {
    const bytesSent = (i + 1) * 1_000;
    const path = pathStats({ availableOutgoingBitrate: kbit && kbit * 1_000 });
    return rampUp.next(
      readSending(fakeStats({ type: 'outbound-rtp', bytesSent }, path), i * 5_000),
    );
  });
}

describe('RampUp', () => {
  it('lasts while the browser believes in more with every look', () => {
    expect(looks(300, 700, 1_500, 2_600, 2_700, 2_700)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('is over after eight seconds on a thin line, however much what is believed wavers', () => {
    expect(looks(300, 320, 270, 310, 260, 320)).toEqual([true, true, false, false, false, false]);
  });

  it('is over after eight seconds where the browser does not say', () => {
    expect(looks(undefined, undefined, undefined)).toEqual([true, true, false]);
  });

  it('begins anew with another connection', () => {
    const rampUp = new RampUp();
    const sent = (bytesSent: number, atMs: number) =>
      readSending(fakeStats({ type: 'outbound-rtp', bytesSent }, pathStats()), atMs);
    rampUp.next(sent(9_000, 0));
    expect(rampUp.next(sent(90_000, 20_000))).toBe(false);
    expect(rampUp.next(sent(10, 25_000))).toBe(true);
    expect(rampUp.next(null)).toBe(false);
  });
});
