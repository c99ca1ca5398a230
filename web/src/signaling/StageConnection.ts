import type { HubConnection } from '@microsoft/signalr';
import { serverMethods } from '../contract';
import type { RtpCapabilities } from 'mediasoup-client/types';
import type { StageCalls } from '../contract';
import type { TransportId } from '../ids';
import { reconnectDelayMs } from './reconnectDelay';
import { StageError } from './StageError';
import type { ServerMessage, StageEvent } from './StageEvent';

/** The part of a SignalR connection that is used here. */
export type Hub = Pick<HubConnection, 'start' | 'stop' | 'invoke' | 'on' | 'onclose'>;

/** Waits; resolves early when the signal aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

/** Why the server lets nobody in by a link. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export interface StageConnectionOptions {
  readonly hub: Hub;
  /** By this secret the server knows the page again. */
  readonly seat: string;
  /** Asked when the line cannot be opened, since a WebSocket does not say why: null if the link is good. */
  readonly refusal: () => Promise<Refusal | null>;
  readonly delay?: Delay;
  readonly random?: () => number;
  readonly now?: () => number;
}

/** Who comes in, and with what. */
export interface Entry {
  readonly displayName: string;
  /** What the browser can show of what is on the stage; null to receive nothing yet. */
  readonly rtpCapabilities: RtpCapabilities | null;
  /** The transports that are still there from before the line was lost. */
  readonly resume: readonly TransportId[];
}

/** Codes of failures that are worth another try. */
const passing: ReadonlySet<string> = new Set(['media_unavailable', 'rate_limited', 'unexpected']);

/** A line that held this long was not cut for being slow, and is opened again at once. */
const steadyMs = 10_000;

type Listener = (event: StageEvent) => void;

/**
 * The line to the stage. It connects, joins, and after any loss connects and joins again until it
 * is closed, the server refuses the link, or dismisses the page. A `Joined` event says whether media from before goes on.
 */
export class StageConnection {
  private readonly hub: Hub;
  private readonly delay: Delay;
  private readonly random: () => number;
  private readonly now: () => number;
  private readonly listeners = new Set<Listener>();
  private readonly closing = new AbortController();
  /** The line, being opened or open. */
  private line: Promise<void> | undefined;
  private entry: (() => Promise<Entry>) | undefined;
  /** What was heard while a join waits for its answer, which may be older: each is told after it. */
  private readonly early = new Set<ServerMessage[]>();
  private running = false;
  private attempt = 0;
  private joinedAt = 0;

  constructor(private readonly options: StageConnectionOptions) {
    this.hub = options.hub;
    this.delay = options.delay ?? delay;
    this.random = options.random ?? Math.random;
    this.now = options.now ?? (() => performance.now());
    for (const method of serverMethods) {
      this.hub.on(method, (body: unknown) => {
        this.onMessage({ type: method, body } as ServerMessage);
      });
    }
    this.hub.onclose(() => this.onLost());
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /**
   * Opens the line ahead of time. The server holds one that does not join for a minute; what goes wrong until then shows when the
   * person comes in.
   */
  prepare(): void {
    if (!this.isClosed) void this.connect().catch(() => undefined);
  }

  /**
   * Goes in, now and again after every loss; progress and failure are events.
   *
   * @param entry - Asked each time.
   */
  open(entry: () => Promise<Entry>): void {
    this.entry = entry;
    this.emit({ type: 'Connecting' });
    void this.run(0);
  }

  /** @throws {StageError} when the server refuses the call or the line is down. */
  async call<Method extends keyof StageCalls>(
    method: Method,
    argument: StageCalls[Method]['argument'],
  ): Promise<StageCalls[Method]['answer']> {
    try {
      return await this.hub.invoke<StageCalls[Method]['answer']>(method, argument);
    } catch (cause) {
      throw StageError.from(cause);
    }
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.closing.abort();
    this.listeners.clear();
    await this.hub.stop();
  }

  private connect(): Promise<void> {
    this.line ??= this.hub.start().catch((cause: unknown) => {
      this.line = undefined;
      throw cause;
    });
    return this.line;
  }

  private onLost(): void {
    this.line = undefined;
    if (this.isClosed || !this.entry) return;
    this.emit({ type: 'Lost' });
    // Never at once: whoever was cut for being slow would only be cut again, and waits longer from time to time.
    const steady = this.now() - this.joinedAt >= steadyMs;
    void this.run(steady ? 1 : this.attempt + 1);
  }

  /** @param first - Before attempt 0 there is no wait. */
  private async run(first: number): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (this.attempt = first; !this.isClosed; this.attempt++) {
        if (this.attempt > 0) {
          await this.delay(reconnectDelayMs(this.attempt, this.random()), this.closing.signal);
        }
        if (await this.connectAndJoin()) return;
      }
    } finally {
      this.running = false;
    }
  }

  /** @returns True when there is nothing left to try: joined, refused or closed. */
  private async connectAndJoin(): Promise<boolean> {
    if (this.isClosed) return true;
    try {
      await this.connect();
    } catch {
      const refusal = await this.options.refusal();
      if (refusal) this.emit({ type: 'Refused', ...refusal });
      return refusal !== null;
    }
    return await this.join();
  }

  /** @returns False when the line went down meanwhile. */
  private async join(): Promise<boolean> {
    const early: ServerMessage[] = [];
    this.early.add(early);
    try {
      const joined = await this.enter();
      this.early.delete(early);
      this.joinedAt = this.now();
      for (const event of [joined, ...early]) this.emit(event);
      return true;
    } catch (cause) {
      this.early.delete(early);
      if (!this.line) return this.isClosed;
      const { code, message } = StageError.from(cause);
      if (passing.has(code)) return await this.joinLater();
      this.emit({ type: 'Refused', code, message });
      return true;
    }
  }

  private async enter(): Promise<StageEvent> {
    const { seat } = this.options;
    const { displayName, rtpCapabilities, resume } = await this.entryNow();
    const request = { displayName, seat, ...(resume.length > 0 && { resume }) };
    if (!rtpCapabilities) {
      return { type: 'Joined', body: await this.call('Join', request), reception: null };
    }
    const { joined, ...reception } = await this.call('Watch', { ...request, rtpCapabilities });
    return { type: 'Joined', body: joined, reception };
  }

  private entryNow(): Promise<Entry> {
    if (!this.entry) throw new Error('Open the connection first.');
    return this.entry();
  }

  private async joinLater(): Promise<boolean> {
    await this.delay(reconnectDelayMs(3, this.random()), this.closing.signal);
    return this.isClosed || (await this.join());
  }

  private onMessage(message: ServerMessage): void {
    const ends = message.type === 'StageReset' || message.type === 'Dismissed';
    if (!ends && this.early.size > 0) {
      for (const early of this.early) early.push(message);
      return;
    }
    this.emit(message);
    if (message.type === 'StageReset') void this.join();
    if (message.type === 'Dismissed') void this.close();
  }

  private emit(event: StageEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
