import type { ConnectionState } from 'mediasoup-client/types';
import { StageError } from '../signaling/StageError';
import { PathWatch, readPath } from './PathWatch';

/** What a browser calls disconnected is often over in a moment by itself. */
const graceMs = 1_500;
const lookMs = 1_000;
/** While nothing is heard. */
const closeLookMs = 250;
/** From one restart to the next, and twice as long each time. */
const restartMs = 4_000;
const mostRestarts = 3;

export interface PathRepairOptions {
  /** Rejects when the connection is closed. */
  readonly stats: () => Promise<RTCStatsReport>;
  /** Restarts ICE. Rejects with what the server said. */
  readonly restart: () => Promise<void>;
  /** It does not help. */
  readonly onLost: () => void;
}

/** Restarts ICE when the browser says that a path broke, or sooner, when nothing is heard on it any more. */
export class PathRepair {
  private readonly watch = new PathWatch();
  private state: ConnectionState = 'new';
  private restarts = 0;
  private restarting = false;
  private nextAtMs = 0;
  private repairTimer: ReturnType<typeof setTimeout> | undefined;
  private lookTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: PathRepairOptions) {}

  onState(state: ConnectionState): void {
    this.state = state;
    clearTimeout(this.repairTimer);
    switch (state) {
      case 'connected':
        this.restarts = 0;
        this.lookAfter(lookMs);
        break;
      case 'disconnected':
        this.repairAfter(graceMs);
        break;
      case 'failed':
        this.repair();
        break;
      case 'new':
      case 'connecting':
        break;
      case 'closed':
        this.close();
        break;
    }
  }

  close(): void {
    this.state = 'closed';
    clearTimeout(this.repairTimer);
    clearTimeout(this.lookTimer);
  }

  private lookAfter(ms: number): void {
    clearTimeout(this.lookTimer);
    this.lookTimer = setTimeout(() => void this.look(), ms);
  }

  private async look(): Promise<void> {
    const stats = await this.options.stats().catch(() => null);
    if (this.isClosed()) return;
    const path = this.watch.next(stats && readPath(stats), performance.now());
    if (path === 'dead') this.repair();
    if (path === 'heard' && this.state === 'connected') this.onWell();
    this.lookAfter(path === 'silent' || path === 'dead' ? closeLookMs : lookMs);
  }

  private onWell(): void {
    this.restarts = 0;
    clearTimeout(this.repairTimer);
  }

  private repairAfter(ms: number): void {
    clearTimeout(this.repairTimer);
    this.repairTimer = setTimeout(() => this.repair(), ms);
  }

  private repair(): void {
    clearTimeout(this.repairTimer);
    if (this.restarting) return;
    const waitMs = this.nextAtMs - performance.now();
    if (waitMs > 0) this.repairAfter(waitMs);
    else if (this.restarts >= mostRestarts) this.lose();
    else void this.restart();
  }

  private async restart(): Promise<void> {
    this.restarting = true;
    this.nextAtMs = performance.now() + restartMs * 2 ** this.restarts++;
    try {
      await this.options.restart();
    } catch (cause) {
      if (!this.isClosed()) this.onRefused(cause);
    } finally {
      this.restarting = false;
    }
  }

  private onRefused(cause: unknown): void {
    // The line broke, as it does with the network: what is not given up by the browser is tried again.
    const mayHeal = cause instanceof StageError && cause.code === 'unexpected';
    if (mayHeal && this.state !== 'failed') this.restarts--;
    else this.lose();
  }

  private lose(): void {
    this.close();
    this.options.onLost();
  }

  private isClosed(): boolean {
    return this.state === 'closed';
  }
}
