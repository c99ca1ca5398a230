import type { HubConnection } from '@microsoft/signalr';
import { serverMethods } from '../contract';
import type { Joined, StageCalls } from '../contract';
import { reconnectDelayMs } from './reconnectDelay';
import { StageError, isUnauthorized } from './StageError';
import type { ServerMessage, StageEvent } from './StageEvent';

/** The part of a SignalR connection that is used here. */
export type Hub = Pick<HubConnection, 'start' | 'stop' | 'invoke' | 'on' | 'onclose'>;

/** Waits; resolves early when the signal aborts. */
export type Delay = (ms: number, signal: AbortSignal) => Promise<void>;

export interface StageConnectionOptions {
  readonly hub: Hub;
  readonly displayName: string;
  /** By this secret the server knows the page again. */
  readonly seat: string;
  readonly delay?: Delay;
  readonly random?: () => number;
}

/** SignalR hides what the server said when it refused the link; it was good when the page opened. */
const linkRevoked = 'This link is no longer valid. Ask the organizer for a new one.';

/** Codes of failures that are worth another try. */
const passing: ReadonlySet<string> = new Set(['media_unavailable', 'rate_limited', 'unexpected']);

type Listener = (event: StageEvent) => void;

/**
 * The line to the stage. It connects, joins, and after any loss connects and joins again until it
 * is closed, the server refuses the link, or dismisses the page. At each `Joined` event
 * whatever was built on the one before is gone.
 */
export class StageConnection {
  private readonly hub: Hub;
  private readonly displayName: string;
  private readonly seat: string;
  private readonly delay: Delay;
  private readonly random: () => number;
  private readonly listeners = new Set<Listener>();
  private readonly closing = new AbortController();
  private running = false;
  private connected = false;

  constructor(options: StageConnectionOptions) {
    this.hub = options.hub;
    this.displayName = options.displayName;
    this.seat = options.seat;
    this.delay = options.delay ?? delay;
    this.random = options.random ?? Math.random;
    for (const method of serverMethods) {
      this.hub.on(method, (body: unknown) => {
        this.onMessage({ type: method, body } as ServerMessage);
      });
    }
    this.hub.onclose(() => {
      this.connected = false;
      if (this.isClosed) return;
      this.emit({ type: 'Lost' });
      // Not at once: whoever was cut for being slow would only be cut again.
      void this.run(1);
    });
  }

  get isClosed(): boolean {
    return this.closing.signal.aborted;
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Starts connecting; progress and failure are events. */
  open(): void {
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

  /** @param first - Before attempt 0 there is no wait. */
  private async run(first: number): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      for (let attempt = first; !this.isClosed; attempt++) {
        if (attempt > 0) {
          await this.delay(reconnectDelayMs(attempt, this.random()), this.closing.signal);
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
      await this.hub.start();
      this.connected = true;
    } catch (cause) {
      if (!isUnauthorized(cause)) return false;
      this.emit({ type: 'Refused', code: 'link_revoked', message: linkRevoked });
      return true;
    }
    return await this.join();
  }

  /** @returns False when the line went down meanwhile. */
  private async join(): Promise<boolean> {
    try {
      const { displayName, seat } = this;
      const joined = await this.call('Join', { displayName, seat });
      this.emit({ type: 'Joined', body: joined satisfies Joined });
      return true;
    } catch (cause) {
      if (!this.connected) return this.isClosed;
      const { code, message } = StageError.from(cause);
      if (passing.has(code)) return await this.joinLater();
      this.emit({ type: 'Refused', code, message });
      return true;
    }
  }

  private async joinLater(): Promise<boolean> {
    await this.delay(reconnectDelayMs(3, this.random()), this.closing.signal);
    return this.isClosed || (await this.join());
  }

  private onMessage(message: ServerMessage): void {
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
