import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QualityReport } from '../../../src/contract';
import { QualityWatch } from '../../../src/media/quality/QualityWatch';
import { fakeStats, pathStats } from '../../fakes/fakeStats';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watch(received: () => Promise<RTCStatsReport> | null) {
  const reports: QualityReport[] = [];
  const quality = new QualityWatch({
    received,
    sent: () => null,
    moving: () => new Set(),
    isShown: () => true,
    onUplink: () => undefined,
    report: (report) => void reports.push(report),
  });
  return { quality, reports };
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

  it('goes on when a connection is closed while it is asked', async () => {
    const { quality, reports } = watch(() => Promise.reject(new Error('closed')));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(reports).toEqual([]);
    quality.close();
  });
});
