import { entries } from './quality/stats';
import type { Subscriber } from './Subscriber';

const lookMs = 100;
/** Not everything must have come by then: a page that is not shown decodes nothing, and a voice that rests sends nothing. */
const longestMs = 5_000;

/** Looks at what is received over a new transport, until it can take the place of what is received over the old one. */
export class Handover {
  private readonly since = performance.now();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  /**
   * @param next - Receives over the new transport.
   * @param onReady - It can take over. Told once.
   */
  constructor(
    readonly next: Subscriber,
    private readonly onReady: () => void,
  ) {
    this.lookLater();
  }

  /** Looks no more; what is received goes on. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private lookLater(): void {
    this.timer = setTimeout(() => void this.look(), lookMs);
  }

  private async look(): Promise<void> {
    const stats = await this.next.stats()?.catch(() => null);
    if (this.closed) return;
    if (!stats || !this.isThere(stats)) {
      this.lookLater();
      return;
    }
    this.close();
    this.onReady();
  }

  /** Each picture has been decoded once, and each voice heard. */
  private isThere(stats: RTCStatsReport): boolean {
    const wanted = this.next.tracksOn();
    if (!wanted) return false;
    const streams = entries<RTCInboundRtpStreamStats>(stats, 'inbound-rtp');
    const came = streams.filter((each) => (each.framesDecoded ?? each.packetsReceived ?? 0) > 0);
    const tracks = new Set(came.map(({ trackIdentifier }) => trackIdentifier));
    if ([...wanted].every((track) => tracks.has(track))) return true;
    return tracks.size > 0 && performance.now() - this.since >= longestMs;
  }
}
