import type { Device } from 'mediasoup-client';
import type { AppData, Transport } from 'mediasoup-client/types';
import { id } from '../ids';
import type { ProducerId, TransportId } from '../ids';
import type { StageConnection } from '../signaling/StageConnection';
import type { IceServer, ProducerSource, TransportCreated, TransportDirection } from '../contract';
import { PathRepair } from './PathRepair';

export type Signaling = Pick<StageConnection, 'call'>;

/**
 * One WebRTC transport to the media node with its signaling. A path that breaks is repaired by
 * restarting ICE; when that does not help, `onLost` asks the owner to build anew.
 */
export class StageTransport {
  private readonly path = new PathRepair({
    stats: () => this.stats(),
    restart: () => this.restartIce(),
    onLost: () => this.onLost(),
  });

  private constructor(
    readonly media: Transport,
    private readonly signaling: Signaling,
    private readonly onLost: () => void,
  ) {
    media.on('connect', ({ dtlsParameters }, done) => {
      signaling
        .call('ConnectTransport', { transportId: this.id, dtlsParameters })
        .catch(() => this.onRefused());
      // The path is looked for while the server is told; only the handshake after it needs what is told.
      done();
    });
    media.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      signaling
        .call('Produce', {
          transportId: this.id,
          kind,
          rtpParameters,
          ...(appData as ProduceData),
        })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
    media.on('connectionstatechange', (state) => this.path.onState(state));
  }

  static async open(
    device: Device,
    signaling: Signaling,
    direction: TransportDirection,
    onLost: () => void,
  ): Promise<StageTransport> {
    const created = await signaling.call('CreateTransport', { direction });
    return StageTransport.over(created, device, signaling, direction, onLost);
  }

  /** A transport that the server has made already. */
  static over(
    created: TransportCreated,
    device: Device,
    signaling: Signaling,
    direction: TransportDirection,
    onLost: () => void,
  ): StageTransport {
    const options = {
      ...created,
      iceCandidates: [...created.iceCandidates],
      iceServers: created.iceServers.map(rtcIceServer),
    };
    const media =
      direction === 'send'
        ? device.createSendTransport(options)
        : device.createRecvTransport(options);
    return new StageTransport(media, signaling, onLost);
  }

  get id(): TransportId {
    return id<TransportId>(this.media.id);
  }

  /** What the browser counts of it. */
  stats(): Promise<RTCStatsReport> {
    return this.media.getStats();
  }

  close(): void {
    this.path.close();
    this.media.close();
  }

  private onRefused(): void {
    if (!this.isClosed()) this.onLost();
  }

  private isClosed(): boolean {
    return this.media.closed;
  }

  private async restartIce(): Promise<void> {
    const { iceParameters, iceServers } = await this.signaling.call('RestartIce', {
      transportId: this.id,
    });
    // Firefox keeps those that it has.
    await this.media
      .updateIceServers({ iceServers: iceServers.map(rtcIceServer) })
      .catch(() => undefined);
    await this.media.restartIce({ iceParameters });
  }
}

/** To a browser null is a user called “null”. */
export function rtcIceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return {
    urls: [...urls],
    ...(username !== null && { username }),
    ...(credential !== null && { credential }),
  };
}

/** What a producer carries to the `produce` event of its transport. */
export interface ProduceData extends AppData {
  source: ProducerSource;
  paused: boolean;
  /** Whether a stand-in may be asked for. */
  offersStandIn?: boolean;
  /** The producer whose picture this is once more. */
  standInFor?: ProducerId;
}
