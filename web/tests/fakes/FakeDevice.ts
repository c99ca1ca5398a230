import type { Device } from 'mediasoup-client';
import { fakeTrack } from './FakeMediaStream';
import { fakeStats } from './fakeStats';

type Listener = (...args: never[]) => void;

interface ProduceOptions {
  track: MediaStreamTrack;
  appData: object;
  codec?: object;
  encodings?: { active?: boolean }[];
  codecOptions?: { opusDtx?: boolean };
}

/** What the media classes use of a mediasoup transport, without a network. */
export class FakeTransport {
  closed = false;
  iceRestarts = 0;
  readonly producers: FakeProducer[] = [];
  /** Of tracks of which something has come. */
  arrived: readonly string[] = [];
  /** Tracks that were consumed. */
  readonly tracks: MediaStreamTrack[] = [];
  private readonly listeners = new Map<string, Listener>();
  private connecting: Promise<void> | undefined;

  constructor(
    readonly id: string,
    private readonly network: FakeNetwork,
  ) {}

  on = (event: string, listener: Listener) => void this.listeners.set(event, listener);
  close = () => {
    this.closed = true;
  };
  getStats = () =>
    Promise.resolve(
      fakeStats(
        ...this.arrived.map((trackIdentifier) => ({
          type: 'inbound-rtp' as const,
          trackIdentifier,
          packetsReceived: 1,
        })),
      ),
    );
  updateIceServers = () => Promise.resolve();
  restartIce = () => {
    this.iceRestarts++;
    return Promise.resolve();
  };
  become = (state: string) => this.fire('connectionstatechange', state);

  produce = async (options: ProduceOptions) => {
    await (this.connecting ??= this.connect());
    const { kind } = options.track;
    const { id } = await new Promise<{ id: string }>((resolve, reject) =>
      this.fire('produce', { kind, rtpParameters: {}, appData: options.appData }, resolve, reject),
    );
    const active = options.encodings?.[0]?.active ?? true;
    const producer = new FakeProducer(
      id,
      options.track,
      active,
      options.appData,
      options.codec,
      options.codecOptions?.opusDtx ?? false,
    );
    this.producers.push(producer);
    return producer;
  };

  consume = async (options: { id: string; producerId: string; kind: 'audio' | 'video' }) => {
    await (this.connecting ??= this.connect());
    const track = fakeTrack(options.kind);
    this.tracks.push(track);
    return { ...options, track, close: () => undefined };
  };

  private async connect(): Promise<void> {
    await new Promise<void>((resolve, reject) =>
      this.fire('connect', { dtlsParameters: {} }, resolve, reject),
    );
    this.network.begin(this.id);
  }

  private fire(event: string, ...args: unknown[]): void {
    (this.listeners.get(event) as ((...all: unknown[]) => void) | undefined)?.(...args);
  }
}

export class FakeProducer {
  paused = false;
  closed = false;
  active: boolean;
  maxSpatialLayer: number | undefined;

  constructor(
    readonly id: string,
    public track: MediaStreamTrack,
    /** Whether it sent anything before the other side had answered. */
    readonly startedActive: boolean,
    readonly appData: object,
    readonly codec: object | undefined,
    /** Whether nothing is sent of a voice that is silent. */
    readonly rests: boolean,
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
  setMaxSpatialLayer = (layer: number) => {
    this.maxSpatialLayer = layer;
    return Promise.resolve();
  };
  replaceTrack = ({ track }: { track: MediaStreamTrack }) => {
    this.track = track;
    return Promise.resolve();
  };
}

/** Told when a transport begins to look for its path. */
export interface FakeNetwork {
  begin(transport: string): void;
}

/** A browser that can do VP8 and H264. */
export class FakeDevice {
  readonly transports: FakeTransport[] = [];
  readonly recvRtpCapabilities = {};
  readonly sendRtpCapabilities = {
    codecs: [{ mimeType: 'video/VP8' }, { mimeType: 'video/H264' }],
  };

  constructor(private readonly network: FakeNetwork = { begin: () => undefined }) {}

  load = () => Promise.resolve();
  createSendTransport = ({ id }: { id: string }) => this.add(id);
  createRecvTransport = ({ id }: { id: string }) => this.add(id);

  asDevice(): Device {
    return this as unknown as Device;
  }

  private add(id: string): FakeTransport {
    const transport = new FakeTransport(id, this.network);
    this.transports.push(transport);
    return transport;
  }
}
