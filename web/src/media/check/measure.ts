import type { CarriedResult } from './CheckReport';

/** So often is measured at most. */
const mostTimes = 3;
const growing = 1.1;

/**
 * Measures anew while the browser is still feeling its way up: what a line carries is known only when that has ended.
 * @param once Measures for some seconds.
 */
export async function measure(once: () => Promise<CarriedResult>): Promise<CarriedResult> {
  let carried = await once();
  for (let times = 1; times < mostTimes && carried.limited; times++) {
    const before = carried.sentBps;
    carried = await once();
    if (carried.sentBps < growing * before) break;
  }
  return carried;
}
