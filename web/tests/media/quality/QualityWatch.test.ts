import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QualityReport } from '../../../src/contract';
import { QualityWatch } from '../../../src/media/quality/QualityWatch';
import type { UplinkState } from '../../../src/media/quality/Uplink';
import { fakeStats, pathStats } from '../../fakes/fakeStats';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(
  received: () => Promise<RTCStatsReport> | null,
  sent: () => Promise<RTCStatsReport> | null = () => null,
) {
  const reports: QualityReport[] = [];
  const uplinks: UplinkState[] = [];
  const quality = new QualityWatch({
    received,
    sent,
    moving: () => new Set(),
    isShown: () => true,
    onUplink: (uplink) => void uplinks.push(uplink),
    report: (report) => void reports.push(report),
  });
  return { quality, reports, uplinks };
}

const stream = { type: 'inbound-rtp', kind: 'video', bytesReceived: 1_000, trackIdentifier: 't' };

describe('QualityWatch', () => {
  it('tells every ten seconds how media went, and of the first picture once', async () => {
    const { quality, reports } = watch(() => Promise.resolve(fakeStats(stream, pathStats())));
    quality.onFirstFrame(420);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reports.map(({ received }) => received?.firstFrameMs)).toEqual([420, null]);
    quality.close();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reports).toHaveLength(2);
  });

  it('tells nothing while there is no connection', async () => {
    const { quality, reports } = watch(() => null);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reports).toEqual([]);
    quality.close();
  });

  it.each([
    ['finds out what its network carries', 1.5, 'well'],
    ['knows that it is little', 1, 'thin'],
  ])('calls a network thin when the browser %s: %s', async (_, growth, uplink) => {
    let [bytesSent, availableOutgoingBitrate] = [0, 300_000];
    const { quality, reports, uplinks } = watch(
      () => null,
      () => {
        bytesSent += 100_000;
        availableOutgoingBitrate *= growth;
        return Promise.resolve(
          fakeStats(
            { type: 'outbound-rtp', bytesSent, qualityLimitationReason: 'bandwidth' },
            pathStats({ availableOutgoingBitrate }),
          ),
        );
      },
    );
    await vi.advanceTimersByTimeAsync(30_000);
    expect(uplinks.at(-1)).toBe(uplink);
    expect(reports.at(-1)?.sent?.limitation).toBe(uplink === 'thin' ? 'bandwidth' : 'none');
    quality.close();
  });

  it('goes on when a connection is closed while it is asked', async () => {
    const { quality, reports } = watch(() => Promise.reject(new Error('closed')));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reports).toEqual([]);
    quality.close();
  });
});
