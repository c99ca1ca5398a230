import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PathRepair } from '../../src/media/PathRepair';
import { StageError } from '../../src/signaling/StageError';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A connection on whose path media come and checks are answered, until it is cut. */
class Path {
  isCut = false;
  isQuiet = false;
  private bytes = 0;
  private requests = 0;
  private responses = 0;
  private pair = 1;

  constructor() {
    // As Chromium: a check every 2.5 seconds, and twenty a second once nothing has come for so long.
    let heardAt = 0;
    setInterval(() => {
      const now = performance.now();
      if (!this.isCut && !this.isQuiet) this.bytes += 5_000;
      if (!this.isCut && !this.isQuiet) heardAt = now;
      if (now - heardAt < 2_500) return;
      this.requests++;
      if (this.isCut) return;
      this.responses++;
      heardAt = now;
    }, 50);
  }

  /** Another one is there. */
  replace() {
    this.pair++;
    this.isCut = false;
  }

  stats(): RTCStatsReport {
    const pair = `pair${this.pair}`;
    return new Map<string, object>([
      ['transport', { type: 'transport', selectedCandidatePairId: pair }],
      [
        pair,
        {
          type: 'candidate-pair',
          bytesReceived: this.bytes,
          requestsSent: 1,
          consentRequestsSent: this.requests,
          responsesReceived: this.responses,
        },
      ],
    ]);
  }
}

function connected(restart: (path: Path) => Promise<void> = () => Promise.resolve()) {
  const path = new Path();
  const restartedAt: number[] = [];
  const lost = vi.fn();
  const repair = new PathRepair({
    stats: () => Promise.resolve(path.stats()),
    restart: () => {
      restartedAt.push(performance.now());
      return restart(path);
    },
    onLost: lost,
  });
  repair.onState('connected');
  return { path, repair, restartedAt, lost };
}

/** Lets that much time pass after which a path is cut. */
async function cutAfter(path: Path, ms: number): Promise<number> {
  await vi.advanceTimersByTimeAsync(ms);
  path.isCut = true;
  return performance.now();
}

describe('PathRepair', () => {
  it('restarts ICE within four seconds after a path died, whatever the browser says', async () => {
    const { path, restartedAt } = connected((each) => {
      each.replace();
      return Promise.resolve();
    });
    const cutAt = await cutAfter(path, 20_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restartedAt).toHaveLength(1);
    const after = (restartedAt[0] ?? 0) - cutAt;
    expect(after).toBeGreaterThan(2_000);
    expect(after).toBeLessThan(4_000);
  });

  it('leaves a path alone on which nothing is sent, as its checks are answered', async () => {
    const { path, restartedAt } = connected();
    await vi.advanceTimersByTimeAsync(10_000);
    path.isQuiet = true;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(restartedAt).toEqual([]);
  });

  it('leaves a path alone that is silent for a moment', async () => {
    const { path, restartedAt } = connected();
    await cutAfter(path, 10_000);
    await vi.advanceTimersByTimeAsync(1_500);
    path.isCut = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restartedAt).toEqual([]);
  });

  it('gives each restart more time than the one before, and then gives up once', async () => {
    const { path, restartedAt, lost } = connected();
    await cutAfter(path, 10_000);
    await vi.advanceTimersByTimeAsync(120_000);
    const [first = 0, second = 0, third = 0] = restartedAt;
    expect(restartedAt).toHaveLength(3);
    expect([second - first, third - second].map((ms) => Math.round(ms / 100))).toEqual([40, 80]);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('does not restart twice when the browser notices later', async () => {
    const { path, repair, restartedAt } = connected();
    await cutAfter(path, 10_000);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(restartedAt).toHaveLength(1);
    repair.onState('disconnected');
    path.replace();
    repair.onState('connected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restartedAt).toHaveLength(1);
  });

  it('goes by the browser’s word where it does not count checks', async () => {
    const { path, repair, restartedAt } = connected();
    path.stats = () => new Map();
    await vi.advanceTimersByTimeAsync(30_000);
    repair.onState('disconnected');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(restartedAt).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(restartedAt).toHaveLength(1);
    repair.onState('failed');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(restartedAt).toHaveLength(2);
  });

  it('tries again when the line to the server broke with the network', async () => {
    const broken = new StageError('unexpected', 'The connection to the stage was interrupted.');
    const { path, restartedAt, lost } = connected(() => Promise.reject(broken));
    await cutAfter(path, 10_000);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(restartedAt.length).toBeGreaterThan(4);
    expect(lost).not.toHaveBeenCalled();
  });

  it('is lost when the server does not know it any more', async () => {
    const unknown = new StageError('not_found', 'You have no such transport.');
    const { path, restartedAt, lost } = connected(() => Promise.reject(unknown));
    await cutAfter(path, 10_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restartedAt).toHaveLength(1);
    expect(lost).toHaveBeenCalledTimes(1);
  });

  it('stops looking when it is closed', async () => {
    const { path, repair, restartedAt } = connected();
    await cutAfter(path, 10_000);
    repair.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(restartedAt).toEqual([]);
  });
});
