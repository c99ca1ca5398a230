import type { Device } from 'mediasoup-client';
import type { Producer, ProducerCodecOptions, ProducerOptions } from 'mediasoup-client/types';
import { id } from '../ids';
import type { ProducerId, TransportId } from '../ids';
import type { ProducerSource } from '../contract';
import { cameraEncodings, screenEncodings } from './encodings';
import { StageTransport } from './StageTransport';
import type { ProduceData, Signaling } from './StageTransport';
import { chooseVideoCodec } from './videoCodec';
import type { VideoCodec } from './videoCodec';

export interface PublisherOptions {
  readonly device: Device;
  readonly signaling: Signaling;
  readonly preferredVideoCodec: VideoCodec;
  /** The transport is beyond repair: close this publisher and make another. */
  readonly onLost: () => void;
}

type Publication = Producer<ProduceData>;

/** Sends this presenter's tracks, one producer per source. The tracks stay their owner's. */
export class Publisher {
  private readonly publications = new Map<ProducerSource, Publication>();
  /** The highest layer that anybody wants, by producer; null if nobody wants any. Until it is told, all are sent. */
  private readonly wanted = new Map<ProducerId, number | null>();
  private opening: Promise<StageTransport> | undefined;
  private transport: StageTransport | undefined;
  private closed = false;

  constructor(private readonly options: PublisherOptions) {}

  get transportId(): TransportId | undefined {
    return this.transport?.id;
  }

  /** What the browser counts; null while there is no connection. */
  stats(): Promise<RTCStatsReport> | null {
    return this.transport?.stats() ?? null;
  }

  /** The producers that exist now, by source. */
  sending(): Partial<Record<ProducerSource, ProducerId>> {
    return Object.fromEntries(
      [...this.publications].map(([source, { id: producerId }]) => [source, producerId]),
    );
  }

  /**
   * Brings one source to what is wanted: sent, sent by another track, paused (`paused`, or no
   * track any more), or with `undefined` not sent at all.
   */
  async apply(source: ProducerSource, wanted: WantedTrack | undefined): Promise<void> {
    const publication = this.publications.get(source);
    if (!wanted) {
      if (publication) await this.unpublish(source, publication);
    } else if (publication) {
      await this.change(publication, wanted);
    } else if (wanted.track) {
      await this.publish(source, wanted.track, wanted.paused);
    }
  }

  /** Layers above this one are not sent, for nobody would get them. */
  setWanted(producerId: ProducerId, spatialLayer: number | null): void {
    this.wanted.set(producerId, spatialLayer);
    for (const publication of this.publications.values()) {
      if (publication.id === producerId) void this.sendWanted(publication);
    }
  }

  /** After the line was down: drops what the stage does not know any more. */
  keepOnly(known: ReadonlySet<ProducerId>): void {
    for (const [source, publication] of this.publications) {
      if (known.has(id<ProducerId>(publication.id))) continue;
      this.publications.delete(source);
      publication.close();
    }
  }

  /** Tells the stage that every source stops, so that viewers see it at once. */
  async withdraw(): Promise<void> {
    await Promise.all(
      [...this.publications].map(([source, publication]) => this.unpublish(source, publication)),
    );
  }

  close(): void {
    this.closed = true;
    this.publications.clear();
    this.transport?.close();
  }

  private async publish(
    source: ProducerSource,
    track: MediaStreamTrack,
    paused: boolean,
  ): Promise<void> {
    const transport = await (this.opening ??= this.open());
    const publication = await transport.media.produce<ProduceData>({
      track,
      ...this.encoding(source, track),
      stopTracks: false,
      zeroRtpOnPause: true,
      disableTrackOnPause: false,
      appData: { source, paused },
    });
    this.publications.set(source, publication);
    // Only now does the stage know the stream: a first key frame sent before would be lost, and the browser's estimate of the network with it.
    await publication.setRtpEncodingParameters({ active: true });
    await this.sendWanted(publication);
    if (paused) publication.pause();
  }

  private async sendWanted(publication: Publication): Promise<void> {
    const highest = this.wanted.get(id<ProducerId>(publication.id));
    if (highest === undefined || publication.closed) return;
    await publication.setMaxSpatialLayer(highest ?? noLayer).catch(() => undefined);
  }

  private async open(): Promise<StageTransport> {
    const { device, signaling, onLost } = this.options;
    const transport = await StageTransport.open(device, signaling, 'send', onLost);
    if (this.closed) transport.close();
    this.transport = transport;
    return transport;
  }

  private async change(publication: Publication, wanted: WantedTrack): Promise<void> {
    if (wanted.track && wanted.track !== publication.track) {
      await publication.replaceTrack({ track: wanted.track });
    }
    const paused = wanted.paused || !wanted.track;
    if (paused && !publication.paused) publication.pause();
    if (!paused && publication.paused) publication.resume();
    // What the stage was told last may be older than what is sent, if the line was down.
    if (paused === publication.appData.paused) return;
    const producerId = id<ProducerId>(publication.id);
    await this.options.signaling.call(paused ? 'PauseProducer' : 'ResumeProducer', { producerId });
    publication.appData.paused = paused;
  }

  private async unpublish(source: ProducerSource, publication: Publication): Promise<void> {
    this.publications.delete(source);
    publication.close();
    const producerId = id<ProducerId>(publication.id);
    await this.options.signaling.call('CloseProducer', { producerId });
  }

  private encoding(source: ProducerSource, track: MediaStreamTrack): ProducerOptions {
    // Tracks of one stream id are played in sync; a screen is another picture than its speaker.
    const streamId = source.startsWith('screen') ? 'screen' : 'presenter';
    if (track.kind === 'audio') {
      return {
        streamId,
        encodings: [{ active: false }],
        codecOptions: source === 'screenAudio' ? music : voice,
      };
    }
    const { device, preferredVideoCodec } = this.options;
    const codec = chooseVideoCodec(device.sendRtpCapabilities, preferredVideoCodec);
    const layers = source === 'screen' ? screenEncodings : cameraEncodings;
    return {
      streamId,
      ...(codec && { codec }),
      encodings: layers(codec?.mimeType).map((layer) => ({ ...layer, active: false })),
      codecOptions: { videoGoogleStartBitrate: 2_000 },
    };
  }
}

const noLayer = -1;

const voice: ProducerCodecOptions = { opusDtx: false, opusFec: true };
/** What a shared screen plays keeps its left and right. */
const music: ProducerCodecOptions = {
  ...voice,
  opusStereo: true,
  opusMaxAverageBitrate: 128_000,
};

export interface WantedTrack {
  readonly track: MediaStreamTrack | null;
  readonly paused: boolean;
}
