import { Store } from '../Store';
import { captureProblem } from './CaptureProblem';
import type { CaptureProblem } from './CaptureProblem';
import { cameraConstraints, microphoneConstraints, screenConstraints } from './constraints';

export type CaptureKind = 'camera' | 'microphone';

export interface Capture {
  readonly track: MediaStreamTrack | null;
  readonly devices: readonly MediaDeviceInfo[];
  readonly deviceId: string | null;
  readonly on: boolean;
  readonly problem: CaptureProblem | null;
}

export interface LocalMediaState {
  readonly opening: boolean;
  readonly camera: Capture;
  readonly microphone: Capture;
  readonly screen: MediaStream | null;
  /** Nothing of the voice is to be sent while nobody speaks. */
  readonly voiceRests: boolean;
}

const nothing: Capture = { track: null, devices: [], deviceId: null, on: true, problem: null };

/**
 * The presenter's own camera, microphone and screen. It owns every track it opens: a camera that
 * is turned off is stopped, so that its light goes out.
 */
export class LocalMedia {
  readonly state = new Store<LocalMediaState>({
    opening: true,
    camera: nothing,
    microphone: nothing,
    screen: null,
    voiceRests: false,
  });
  private closed = false;

  constructor(private readonly source: MediaDevices | undefined = devicesOfThisPage()) {
    this.source?.addEventListener('devicechange', this.onDeviceChange);
  }

  /** Asks for camera and microphone at once; if that fails for each alone, so one can do. */
  async open(): Promise<void> {
    if (!this.source) {
      const problem = isSecureContext ? 'unsupported' : 'insecure';
      this.fail('camera', problem);
      this.fail('microphone', problem);
      this.state.update({ opening: false });
      return;
    }
    this.state.update({ opening: true });
    try {
      const stream = await this.source.getUserMedia({
        video: cameraConstraints(null),
        audio: microphoneConstraints(null),
      });
      this.keep('camera', stream.getVideoTracks()[0]);
      this.keep('microphone', stream.getAudioTracks()[0]);
    } catch {
      await this.capture('microphone', null);
      await this.capture('camera', null);
    }
    await this.listDevices();
    this.state.update({ opening: false });
  }

  async choose(kind: CaptureKind, deviceId: string): Promise<void> {
    await this.capture(kind, deviceId);
    await this.listDevices();
  }

  async setCameraOn(on: boolean): Promise<void> {
    const { camera } = this.state.get();
    if (on) {
      await this.capture('camera', camera.deviceId);
      return;
    }
    camera.track?.stop();
    this.change('camera', { on, track: null });
  }

  setMicrophoneOn(on: boolean): void {
    const { track } = this.state.get().microphone;
    if (track) track.enabled = on;
    this.change('microphone', { on });
  }

  /** Holds from the next time that the microphone is put on the stage. */
  setVoiceRests(voiceRests: boolean): void {
    this.state.update({ voiceRests });
  }

  /** @returns False when the person thought better of it, or the browser cannot. */
  async shareScreen(): Promise<boolean> {
    if (!this.source || this.state.get().screen) return false;
    let stream: MediaStream;
    try {
      stream = await this.source.getDisplayMedia(screenConstraints);
    } catch {
      return false;
    }
    const [video] = stream.getVideoTracks();
    if (!video || this.closed) {
      stopAll(stream);
      return false;
    }
    video.contentHint = 'detail';
    // The browser has a stop button of its own.
    video.addEventListener('ended', () => this.stopScreen());
    this.state.update({ screen: stream });
    return true;
  }

  stopScreen(): void {
    const { screen } = this.state.get();
    if (!screen) return;
    stopAll(screen);
    this.state.update({ screen: null });
  }

  close(): void {
    this.closed = true;
    this.source?.removeEventListener('devicechange', this.onDeviceChange);
    const { camera, microphone } = this.state.get();
    camera.track?.stop();
    microphone.track?.stop();
    this.change('camera', { track: null });
    this.change('microphone', { track: null });
    this.stopScreen();
  }

  private async capture(kind: CaptureKind, deviceId: string | null): Promise<void> {
    if (!this.source) return;
    const constraints =
      kind === 'camera'
        ? { video: cameraConstraints(deviceId) }
        : { audio: microphoneConstraints(deviceId) };
    try {
      const stream = await this.source.getUserMedia(constraints);
      this.keep(kind, stream.getTracks()[0]);
    } catch (cause) {
      this.fail(kind, captureProblem(cause));
    }
  }

  private keep(kind: CaptureKind, track: MediaStreamTrack | undefined): void {
    if (!track) {
      this.fail(kind, 'missing');
      return;
    }
    if (this.closed) {
      track.stop();
      return;
    }
    const before = this.state.get()[kind];
    before.track?.stop();
    const on = kind === 'camera' || before.on;
    track.enabled = on;
    if (kind === 'camera') track.contentHint = 'motion';
    track.addEventListener('ended', () => {
      if (this.state.get()[kind].track === track) this.fail(kind, 'missing');
    });
    const deviceId = track.getSettings().deviceId ?? null;
    this.change(kind, { track, deviceId, on, problem: null });
  }

  private fail(kind: CaptureKind, problem: CaptureProblem): void {
    this.state.get()[kind].track?.stop();
    this.change(kind, { track: null, problem });
  }

  private change(kind: CaptureKind, change: Partial<Capture>): void {
    this.state.update({ [kind]: { ...this.state.get()[kind], ...change } });
  }

  private readonly onDeviceChange = (): void => void this.listDevices();

  private async listDevices(): Promise<void> {
    const all = (await this.source?.enumerateDevices().catch(() => [])) ?? [];
    if (this.closed) return;
    this.change('camera', { devices: ofKind(all, 'videoinput') });
    this.change('microphone', { devices: ofKind(all, 'audioinput') });
  }
}

/** Only https and localhost get any, whatever else the browser has. */
function devicesOfThisPage(): MediaDevices | undefined {
  return isSecureContext ? (navigator as Partial<Navigator>).mediaDevices : undefined;
}

/** Without permission browsers list devices with empty ids: those cannot be chosen. */
function ofKind(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): MediaDeviceInfo[] {
  return all.filter((device) => device.kind === kind && device.deviceId !== '');
}

function stopAll(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
