import type { SendingSample } from './sending';

/** At least so long a browser takes to find out what its network carries. */
const leastMs = 8_000;
/** What it believes has grown by more than it wavers. */
const growth = 1.1;

/** Tells while a browser still finds out what its network carries: until then a picture is smaller for no fault of the network. */
export class RampUp {
  private last: SendingSample | null = null;
  private beganAtMs = 0;
  private highest = 0;

  /** Takes the next look; null while nothing is sent. */
  next(sample: SendingSample | null): boolean {
    const begins = !this.last || (sample !== null && sample.bytes < this.last.bytes);
    this.last = sample;
    if (!sample) return false;
    if (begins) {
      this.beganAtMs = sample.atMs;
      this.highest = 0;
    }
    const available = sample.available ?? 0;
    const grows = available > this.highest * growth;
    this.highest = Math.max(this.highest, available);
    return grows || sample.atMs - this.beganAtMs < leastMs;
  }
}
