import { expect, test } from 'vitest';
import { measure } from '../../../src/media/check/measure';

function line(...rates: number[]) {
  const measured: number[] = [];
  const once = () => {
    const sentBps = rates[measured.length] ?? Number.NaN;
    measured.push(sentBps);
    const limited = sentBps < 3_000_000;
    return Promise.resolve({ sentBps, receivedBps: sentBps, lostUp: 0, lostDown: 0, limited });
  };
  return { measured, once };
}

test('A line that carries all that is sent is measured once', async () => {
  const { measured, once } = line(3_000_000);
  expect((await measure(once)).sentBps).toBe(3_000_000);
  expect(measured).toHaveLength(1);
});

test('A thin line is what it is when it grows no more', async () => {
  const { measured, once } = line(900_000, 950_000);
  expect((await measure(once)).sentBps).toBe(950_000);
  expect(measured).toHaveLength(2);
});

test('While the browser feels its way up it is given time', async () => {
  expect((await measure(line(1_190_000, 1_900_000, 2_900_000).once)).sentBps).toBe(2_900_000);
  expect((await measure(line(1_190_000, 3_000_000).once)).sentBps).toBe(3_000_000);
});

test('It is measured three times at most', async () => {
  const { measured, once } = line(100_000, 200_000, 400_000, 800_000);
  expect((await measure(once)).sentBps).toBe(400_000);
  expect(measured).toHaveLength(3);
});
