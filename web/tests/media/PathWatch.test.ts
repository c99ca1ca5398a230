import { describe, expect, it } from 'vitest';
import { PathWatch, readPath } from '../../src/media/PathWatch';

const path = { pair: 'a', heard: 1_000, asked: 3 };

describe('PathWatch', () => {
  it('takes a path for dead when nothing is heard for two seconds and checks go unanswered', () => {
    const watch = new PathWatch();
    const states = [0, 1_000, 2_000, 2_250].map((at, i) =>
      watch.next({ ...path, asked: path.asked + i }, at),
    );
    expect(states).toEqual(['unknown', 'silent', 'silent', 'dead']);
  });

  it('hears a new path', () => {
    const watch = new PathWatch();
    watch.next(path, 0);
    expect(watch.next({ ...path, pair: 'b', heard: 0 }, 1_000)).toBe('heard');
  });

  it('says nothing of the time in which the machine slept', () => {
    const watch = new PathWatch();
    watch.next(path, 0);
    expect(watch.next({ ...path, asked: 10 }, 60_000)).toBe('unknown');
    expect(watch.next({ ...path, asked: 20 }, 61_000)).toBe('silent');
  });

  it('says nothing where there is no path', () => {
    const watch = new PathWatch();
    expect([watch.next(path, 0), watch.next(null, 1_000)]).toEqual(['unknown', 'unknown']);
    expect(watch.next(path, 2_000)).toBe('unknown');
  });

  it('reads the path that is used, if the browser counts its checks', () => {
    const transport = { type: 'transport', selectedCandidatePairId: '1' };
    const pair = { type: 'candidate-pair', bytesReceived: 500, responsesReceived: 4 };
    const stats = (...entries: object[]) =>
      readPath(new Map(entries.map((entry, i) => [String(i), entry])));
    expect(stats(transport, { ...pair, requestsSent: 2, consentRequestsSent: 7 })).toEqual({
      pair: '1',
      heard: 504,
      asked: 9,
    });
    expect(stats(transport, pair)).toBeNull();
    expect(stats({ type: 'transport' })).toBeNull();
  });
});
