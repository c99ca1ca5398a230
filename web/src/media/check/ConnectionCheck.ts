import type { Device } from 'mediasoup-client';
import { Store } from '../../Store';
import { CheckLine } from '../../signaling/CheckLine';
import { StageError } from '../../signaling/StageError';
import { captureProblem } from '../CaptureProblem';
import { LiveDevice } from '../LiveDevice';
import { NoLiveVideo } from '../openDevice';
import { nothingChecked } from './CheckReport';
import type { CaptureResult, CheckReport, Way, WayResult } from './CheckReport';
import { carry } from './carry';
import { tryWay } from './tryWay';

/** The best first. */
const ways: readonly Way[] = ['udp', 'tcp', 'relay'];

/** Tries, one after the other, all that somebody needs to watch and to present. */
export class ConnectionCheck {
  readonly state = new Store<CheckReport>(nothingChecked);

  async run(): Promise<void> {
    this.state.update(nothingChecked);
    await this.tryDevices();
    await this.tryServer();
    this.state.update({ done: true });
  }

  private async tryDevices(): Promise<void> {
    this.state.update({ camera: await tryCapture('video') });
    this.state.update({ microphone: await tryCapture('audio') });
  }

  private async tryServer(): Promise<void> {
    const began = performance.now();
    let line: CheckLine;
    try {
      line = await CheckLine.open();
    } catch {
      this.state.update({ line: { problem: 'blocked', answerMs: 0 } });
      return;
    }
    try {
      const capabilities = await line.begin();
      this.state.update({ line: { problem: null, answerMs: performance.now() - began } });
      const device = await new LiveDevice().readyFor(capabilities);
      this.state.update({ browser: { problem: null } });
      await this.tryMedia(device, line);
    } catch (cause) {
      this.onFailed(cause);
    } finally {
      await line.close();
    }
  }

  private async tryMedia(device: Device, line: CheckLine): Promise<void> {
    for (const way of ways) this.setWay(way, await tryWay(way, device, line));
    const best = ways.find((way) => this.state.get().ways[way]?.outcome === 'through');
    if (best) this.state.update({ carried: await carry(best, device, line) });
  }

  private setWay(way: Way, result: WayResult): void {
    this.state.update({ ways: { ...this.state.get().ways, [way]: result } });
  }

  /** What had been found by then stands. */
  private onFailed(cause: unknown): void {
    if (cause instanceof NoLiveVideo) {
      this.state.update({ browser: { problem: cause.message } });
    } else if (cause instanceof StageError) {
      const problem = cause.code === 'rate_limited' ? 'busy' : 'down';
      this.state.update({ line: { problem, answerMs: 0 } });
    }
  }
}

async function tryCapture(kind: 'video' | 'audio'): Promise<CaptureResult> {
  const devices = isSecureContext ? (navigator as Partial<Navigator>).mediaDevices : undefined;
  if (!devices) return { label: null, problem: isSecureContext ? 'unsupported' : 'insecure' };
  try {
    const stream = await devices.getUserMedia({ [kind]: true });
    const [track] = stream.getTracks();
    const label = track?.label ?? null;
    for (const each of stream.getTracks()) each.stop();
    return { label, problem: null };
  } catch (cause) {
    return { label: null, problem: captureProblem(cause) };
  }
}
