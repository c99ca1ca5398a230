import type { QualityReport } from '../../contract';
import { Pulse } from './Pulse';
import { RampUp } from './RampUp';
import { receptionBetween, readReception } from './reception';
import type { ReceptionSample } from './reception';
import { readSending, sendingBetween } from './sending';
import type { SendingSample } from './sending';
import { Uplink } from './Uplink';
import type { UplinkState } from './Uplink';

const lookMs = 5_000;
const looksPerReport = 2;

export interface QualityWatchOptions {
  /** What the connection that receives says now; null if there is none. */
  readonly received: () => Promise<RTCStatsReport> | null;
  /** The same of the connection that sends. */
  readonly sent: () => Promise<RTCStatsReport> | null;
  /** Tracks of pictures that should move now. */
  readonly moving: () => ReadonlySet<string>;
  readonly isShown: () => boolean;
  readonly onUplink: (state: UplinkState) => void;
  readonly report: (report: QualityReport) => void;
}

/** Looks at the connections every five seconds, and tells the server every ten how media goes. */
export class QualityWatch {
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly uplink = new Uplink();
  private readonly rampUp = new RampUp();
  private readonly pulse = new Pulse();
  private looks = 0;
  private looking = false;
  private receivedBefore: ReceptionSample | null = null;
  private sentBefore: SendingSample | null = null;
  private sentAtLook: SendingSample | null = null;
  private rampedUp = false;
  private wasShown = false;
  private firstFrameMs: number | null = null;

  constructor(private readonly options: QualityWatchOptions) {
    this.timer = setInterval(() => void this.look(), lookMs);
  }

  /** The first picture is there; goes with the next report. */
  onFirstFrame(ms: number): void {
    this.firstFrameMs = ms;
  }

  close(): void {
    clearInterval(this.timer);
    this.pulse.close();
  }

  /** A connection may be closed while it is asked: then there is nothing to tell of it. */
  private async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const sent = await this.readSent();
      const rampsUp = this.rampUp.next(sent);
      this.judgeUplink(sent, rampsUp);
      if (++this.looks % looksPerReport === 0) await this.tell(sent, rampsUp || this.rampedUp);
      this.rampedUp = rampsUp;
    } finally {
      this.looking = false;
    }
  }

  private judgeUplink(sent: SendingSample | null, rampsUp: boolean): void {
    const before = this.sentAtLook;
    this.sentAtLook = sent;
    if (!sent || !before || sent.bytes < before.bytes) return;
    this.options.onUplink(this.uplink.next(sendingBetween(before, sent, rampsUp)));
  }

  private async tell(sent: SendingSample | null, rampsUp: boolean): Promise<void> {
    const received = await this.readReceived();
    const shown = this.options.isShown();
    const busy = this.pulse.take();
    const { receivedBefore, sentBefore } = this;
    const reception =
      received && receivedBefore && received.bytes >= receivedBefore.bytes
        ? receptionBetween(receivedBefore, received, shown && this.wasShown, busy)
        : null;
    const sending =
      sent && sentBefore && sent.bytes >= sentBefore.bytes
        ? sendingBetween(sentBefore, sent, rampsUp)
        : null;
    [this.receivedBefore, this.sentBefore, this.wasShown] = [received, sent, shown];
    if (!reception && !sending) return;
    const { firstFrameMs } = this;
    if (reception) this.firstFrameMs = null;
    this.options.report({
      received: reception && { ...reception, firstFrameMs },
      sent: sending,
    });
  }

  private async readReceived(): Promise<ReceptionSample | null> {
    const stats = await this.options.received()?.catch(() => null);
    return stats ? readReception(stats, performance.now(), this.options.moving()) : null;
  }

  private async readSent(): Promise<SendingSample | null> {
    const stats = await this.options.sent()?.catch(() => null);
    return stats ? readSending(stats, performance.now()) : null;
  }
}
