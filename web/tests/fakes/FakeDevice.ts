import type { Device } from 'mediasoup-client';
import { fakeTrack } from './FakeMediaStream';

type Listener = (...args: never[]) => void;

interface ProduceOptions {
  track: MediaStreamTrack;
  appData: object;
  codec?: object;
  encodings?: { active?: boolean }[];
}

/** What the media classes use of a mediasoup transport, without a network. */
export class FakeTransport {
  closed = false;
  iceRestarts = 0;
  readonly producers: FakeProducer[] = [];
  private readonly listeners = new Map<string, Listener>();

  constructor(readonly id: string) {}

  on = (event: string, listener: Listener) => void this.listeners.set(event, listener);
  close = () => {
    this.closed = true;
  };
  restartIce = () => {
    this.iceRestarts++;
    return Promise.resolve();
  };
  become = (state: string) => this.fire('connectionstatechange', state);

  produce = async (options: ProduceOptions) => {
    const { kind } = options.track;
    const { id } = await new Promise<{ id: string }>((resolve, reject) =>
      this.fire('produce', { kind, rtpParameters: {}, appData: options.appData }, resolve, reject),
    );
    const producer = new FakeProducer(id, options.track, options.encodings?.[0]?.active ?? true);
    this.producers.push(producer);
    return producer;
  };

  consume = (options: { id: string; producerId: string; kind: 'audio' | 'video' }) =>
    Promise.resolve({ ...options, track: fakeTrack(options.kind), close: () => undefined });

  private fire(event: string, ...args: unknown[]): void {
    (this.listeners.get(event) as ((...all: unknown[]) => void) | undefined)?.(...args);
  }
}

export class FakeProducer {
  paused = false;
  closed = false;
  active: boolean;

  constructor(
    readonly id: string,
    public track: MediaStreamTrack,
    /** Whether it sent anything before the other side had answered. */
    readonly startedActive: boolean,
  ) {
    this.active = startedActive;
  }

  pause = () => {
    this.paused = true;
  };
  resume = () => {
    this.paused = false;
  };
  close = () => {
    this.closed = true;
  };
  setRtpEncodingParameters = ({ active }: { active: boolean }) => {
    this.active = active;
    return Promise.resolve();
  };
  replaceTrack = ({ track }: { track: MediaStreamTrack }) => {
    this.track = track;
    return Promise.resolve();
  };
}

/** A browser that can do VP8 and H264. */
export class FakeDevice {
  readonly transports: FakeTransport[] = [];
  readonly recvRtpCapabilities = {};
  readonly sendRtpCapabilities = {
    codecs: [{ mimeType: 'video/VP8' }, { mimeType: 'video/H264' }],
  };

  load = () => Promise.resolve();
  createSendTransport = ({ id }: { id: string }) => this.add(id);
  createRecvTransport = ({ id }: { id: string }) => this.add(id);

  asDevice(): Device {
    return this as unknown as Device;
  }

  private add(id: string): FakeTransport {
    const transport = new FakeTransport(id);
    this.transports.push(transport);
    return transport;
  }
}
