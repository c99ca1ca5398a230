import type { Device } from 'mediasoup-client';
import type {
  ProducerCodecOptions,
  ProducerOptions,
  RtpCodecCapability,
} from 'mediasoup-client/types';
import { id } from '../ids';
import type { ProducerId, TransportId } from '../ids';
import type { ProducerSource } from '../contract';
import {
  cameraEncodings,
  screenEncodings,
  standInCameraEncoding,
  standInScreenEncoding,
} from './encodings';
import { change } from './Publication';
import type { Publication, WantedTrack } from './Publication';
import { StandIns } from './StandIns';
import { StageTransport } from './StageTransport';
import type { ProduceData, Signaling } from './StageTransport';
import { chooseStandInCodec, chooseVideoCodec } from './videoCodec';
import type { VideoCodec } from './videoCodec';

export interface PublisherOptions {
  readonly device: Device;
  readonly signaling: Signaling;
  readonly preferredVideoCodec: VideoCodec;
  /** Nothing of a voice is sent while nobody speaks (Opus DTX). */
  readonly voiceRests: boolean;
  /** The transport is beyond repair: close this publisher and make another. */
  readonly onLost: () => void;
}

/** Sends this presenter's tracks, one producer per source. The tracks stay their owner's. */
export class Publisher {
  private readonly publications = new Map<ProducerSource, Publication>();
  private readonly standIns = new StandIns((source, track, data) =>
    this.produce(track, this.standInEncoding(source, track), data),
  );
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

  /** The stand-ins that are sent now. */
  standingIn(): ProducerId[] {
    return this.standIns.all.map(({ id: producerId }) => id<ProducerId>(producerId));
  }

  /**
   * Brings one source to what is wanted: sent, sent by another track, paused (`paused`, or no
   * track any more), or with `undefined` not sent at all.
   */
  async apply(source: ProducerSource, wanted: WantedTrack | undefined): Promise<void> {
    const publication = this.publications.get(source);
    // First, and without a call: what is turned off is off, whether the line holds or not.
    await this.standIns.follow(source, publication, wanted);
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
    for (const publication of [...this.publications.values(), ...this.standIns.all]) {
      if (publication.id === producerId) void this.sendWanted(publication);
    }
  }

  /** Whether somebody cannot decode that picture. It is followed with the next {@link apply}. */
  setStandInWanted(producerId: ProducerId, wanted: boolean): void {
    this.standIns.want(producerId, wanted);
  }

  /** After the line was down: drops what the stage does not know any more. */
  keepOnly(known: ReadonlySet<ProducerId>): void {
    this.standIns.keepOnly(known);
    for (const [source, publication] of this.publications) {
      if (known.has(id<ProducerId>(publication.id))) continue;
      this.publications.delete(source);
      publication.close();
    }
  }

  /** Tells the stage that every source stops, so that viewers see it at once. */
  async withdraw(): Promise<void> {
    this.standIns.close();
    await Promise.all(
      [...this.publications].map(([source, publication]) => this.unpublish(source, publication)),
    );
  }

  close(): void {
    this.closed = true;
    this.publications.clear();
    this.standIns.close();
    this.transport?.close();
  }

  private async publish(
    source: ProducerSource,
    track: MediaStreamTrack,
    paused: boolean,
  ): Promise<void> {
    const offersStandIn = track.kind === 'video' && this.standInCodec() !== undefined;
    const data = { source, paused, ...(offersStandIn && { offersStandIn }) };
    await this.produce(track, this.encoding(source, track), data, (publication) =>
      this.publications.set(source, publication),
    );
  }

  /** @param made - It exists, though nothing may be sent yet. */
  private async produce(
    track: MediaStreamTrack,
    encoding: ProducerOptions,
    appData: ProduceData,
    made: (publication: Publication) => void = () => undefined,
  ): Promise<Publication> {
    const transport = await (this.opening ??= this.open());
    const publication = await transport.media.produce<ProduceData>({
      track,
      ...encoding,
      stopTracks: false,
      zeroRtpOnPause: true,
      disableTrackOnPause: false,
      appData,
    });
    made(publication);
    // Only now does the stage know the stream: a first key frame sent before would be lost, and the browser's estimate of the network with it.
    await publication.setRtpEncodingParameters({ active: true });
    await this.sendWanted(publication);
    if (appData.paused) publication.pause();
    return publication;
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
    const paused = await change(publication, wanted);
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
        codecOptions:
          source === 'screenAudio' ? music : { ...voice, opusDtx: this.options.voiceRests },
      };
    }
    const codec = this.videoCodec();
    const layers = source === 'screen' ? screenEncodings : cameraEncodings;
    return {
      streamId,
      ...(codec && { codec }),
      encodings: layers(codec?.mimeType).map((layer) => ({ ...layer, active: false })),
      codecOptions: startBitrate,
    };
  }

  private standInEncoding(source: ProducerSource, track: MediaStreamTrack): ProducerOptions {
    const { streamId } = this.encoding(source, track);
    const ofSource = source === 'screen' ? standInScreenEncoding : standInCameraEncoding;
    const codec = this.standInCodec();
    return {
      ...(streamId !== undefined && { streamId }),
      ...(codec && { codec }),
      encodings: [{ ...ofSource(track.getSettings()), active: false }],
    };
  }

  private videoCodec(): RtpCodecCapability | undefined {
    const { device, preferredVideoCodec } = this.options;
    return chooseVideoCodec(device.sendRtpCapabilities, preferredVideoCodec);
  }

  private standInCodec(): RtpCodecCapability | undefined {
    return chooseStandInCodec(this.options.device.sendRtpCapabilities, this.videoCodec());
  }
}

const noLayer = -1;
const startBitrate: ProducerCodecOptions = { videoGoogleStartBitrate: 2_000 };

const voice: ProducerCodecOptions = { opusDtx: false, opusFec: true };
/** What a shared screen plays keeps its left and right. */
const music: ProducerCodecOptions = {
  ...voice,
  opusStereo: true,
  opusMaxAverageBitrate: 128_000,
};
