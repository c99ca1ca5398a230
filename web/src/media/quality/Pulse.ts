const beatMs = 250;
/** Timers of a machine that is well are late by less. */
const tolerableMs = 100;
/** A machine that sleeps is not busy. */
const sleepMs = 5_000;

/** How late the page's own timers are: what they wait for, pictures and packets wait for too. */
export class Pulse {
  private readonly timer: ReturnType<typeof setInterval>;
  private lateMs = 0;
  private beatAtMs = performance.now();
  private takenAtMs = performance.now();

  constructor() {
    this.timer = setInterval(() => this.beat(), beatMs);
  }

  /** @returns The share of the time since the last call in which the machine was late. */
  take(): number {
    this.beat();
    const now = performance.now();
    const share = Math.min(1, this.lateMs / Math.max(1, now - this.takenAtMs));
    this.lateMs = 0;
    this.takenAtMs = now;
    return share;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private beat(): void {
    const now = performance.now();
    const lateMs = now - this.beatAtMs - beatMs - tolerableMs;
    if (lateMs > 0 && lateMs < sleepMs) this.lateMs += lateMs;
    this.beatAtMs = now;
  }
}
