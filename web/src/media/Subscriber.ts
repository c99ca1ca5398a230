import { parseScalabilityMode } from 'mediasoup-client';
import type { Device } from 'mediasoup-client';
import type { Consumer } from 'mediasoup-client/types';
import { id } from '../ids';
import type { ConsumerId, ProducerId, TransportId } from '../ids';
import type { Reception } from '../signaling/StageEvent';
import type { Consumed, StageProducer } from '../contract';
import { StageTransport } from './StageTransport';
import type { Signaling } from './StageTransport';
import { StageError } from '../signaling/StageError';
import { lowestDelay } from './lowestDelay';
import { WishBoard } from './wishes/WishBoard';
import type { PictureWish } from './wishes/pictureWish';

export interface SubscriberOptions {
  readonly device: Device;
  readonly signaling: Signaling;
  /** What the server made when the person came in; null to begin with nothing. */
  readonly reception: Reception | null;
  /** What is wanted of a picture that is sent in so many sizes. */
  readonly wishFor: (picture: StageProducer, layers: number) => PictureWish;
  /** A track came or went, or it turned out that a producer is of no codec that this browser knows. */
  readonly onTracks: (
    tracks: ReadonlyMap<ProducerId, MediaStreamTrack>,
    unsupported: ReadonlySet<ProducerId>,
  ) => void;
  /** The transport is beyond repair: close this subscriber and make another. */
  readonly onLost: () => void;
}

/** Receives every producer it is told to want, over one transport. */
export class Subscriber {
  private wanted: ReadonlyMap<ProducerId, StageProducer> = new Map();
  private readonly consumers = new Map<ProducerId, Consumer>();
  private readonly unplayable = new Set<ProducerId>();
  private readonly unsupported = new Set<ProducerId>();
  /** What is received in the place of producers that this browser cannot decode. */
  private readonly standIns = new Map<ProducerId, ProducerId>();
  /** Consumers that the server made unasked, running, and that are not received yet. */
  private readonly granted = new Map<ProducerId, Consumed>();
  private readonly wishes: WishBoard;
  private transport: StageTransport | undefined;
  private working = false;
  private closed = false;

  constructor(private readonly options: SubscriberOptions) {
    this.wishes = new WishBoard(options.signaling);
    if (options.reception) this.take(options.reception);
  }

  get transportId(): TransportId | undefined {
    return this.transport?.id;
  }

  /** What the browser counts; null while there is no connection. */
  stats(): Promise<RTCStatsReport> | null {
    return this.transport?.stats() ?? null;
  }

  /** Sets what to receive: missing producers are consumed, those gone are closed. */
  want(producers: readonly StageProducer[]): void {
    const before = this.wanted;
    this.wanted = new Map(producers.map((producer) => [producer.producerId, producer]));
    for (const producer of producers) {
      this.followStandIn(producer, before.get(producer.producerId)?.standIn ?? null);
    }
    void this.reconcile();
    this.wish();
  }

  /** After the line was down: stand-ins that are gone are let go, and what could not be decoded is asked for again. */
  reconsider(producers: readonly StageProducer[]): void {
    for (const { producerId, standIn } of producers) {
      const received = this.standIns.get(producerId);
      if (received !== undefined && received !== standIn) this.lose(producerId);
    }
    for (const producerId of this.unsupported) this.unplayable.delete(producerId);
  }

  /** Tells the server what is wanted of each picture now. */
  wish(): void {
    for (const [producerId, consumer] of this.consumers) {
      const producer = this.wanted.get(producerId);
      if (producer?.kind !== 'video') continue;
      const layers = layersOf(consumer);
      this.wishes.want(id<ConsumerId>(consumer.id), this.options.wishFor(producer, layers));
    }
  }

  /** Whose consumer that is; undefined if it is gone. */
  producerOf(consumerId: ConsumerId): ProducerId | undefined {
    return [...this.consumers].find(([, consumer]) => consumer.id === consumerId)?.[0];
  }

  /** Tracks of cameras that are on: what should move. */
  moving(): ReadonlySet<string> {
    const on = [...this.wanted.values()].filter((each) => each.source === 'camera' && !each.paused);
    const tracks = on.map(({ producerId }) => this.consumers.get(producerId)?.track.id);
    return new Set(tracks.filter((track) => track !== undefined));
  }

  /** Tracks of all that is on; null while some of it is not received yet. */
  tracksOn(): ReadonlySet<string> | null {
    if (this.working || this.missing().length > 0) return null;
    const on = [...this.wanted.values()].filter(({ paused }) => !paused);
    const tracks = on.map(({ producerId }) => this.consumers.get(producerId)?.track.id);
    return new Set(tracks.filter((track) => track !== undefined));
  }

  /** Tells which tracks there are, as it does by itself when one comes or goes. */
  publishTracks(): void {
    if (this.closed) return;
    this.options.onTracks(
      new Map([...this.consumers].map(([producerId, consumer]) => [producerId, consumer.track])),
      this.unsupported,
    );
  }

  /** Gives back what is received, so that it can be received anew over another transport. */
  async withdraw(): Promise<void> {
    await Promise.all(
      [...this.consumers.values()].map((consumer) => this.release(id<ConsumerId>(consumer.id))),
    );
  }

  /** Closes the transport at the server, too: something else is received in its place. */
  async leave(): Promise<void> {
    const { transportId } = this;
    this.close();
    // An answer that it is gone already is as good.
    if (transportId) {
      await this.options.signaling.call('CloseTransport', { transportId }).catch(() => undefined);
    }
  }

  close(): void {
    this.closed = true;
    this.consumers.clear();
    this.granted.clear();
    this.transport?.close();
  }

  private take({ transport, consumers, unsupported }: Reception): void {
    if (!transport) return;
    const { device, signaling, onLost } = this.options;
    this.transport = StageTransport.over(transport, device, signaling, 'recv', onLost);
    for (const consumed of consumers) this.granted.set(consumed.producerId, consumed);
    for (const producerId of unsupported) {
      this.unplayable.add(producerId);
      this.unsupported.add(producerId);
    }
  }

  /** A stand-in came, went, or was replaced. */
  private followStandIn({ producerId, standIn }: StageProducer, before: ProducerId | null): void {
    if (standIn === before) return;
    if (before !== null && this.standIns.get(producerId) === before) this.lose(producerId);
    else if (standIn !== null && this.unsupported.has(producerId)) {
      this.unplayable.delete(producerId);
    }
  }

  /** Its stand-in is gone. */
  private lose(producerId: ProducerId): void {
    this.unsupported.add(producerId);
    this.drop(producerId);
  }

  private async reconcile(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      this.dropGone();
      for (let missing = this.missing(); missing.length > 0; missing = this.missing()) {
        this.transport ??= await this.openTransport();
        const { transport } = this;
        await Promise.all(missing.map((producer) => this.consume(transport, producer)));
        this.dropGone();
      }
    } catch {
      if (!this.closed) this.options.onLost();
    } finally {
      this.working = false;
    }
  }

  private missing(): StageProducer[] {
    if (this.closed) return [];
    return [...this.wanted.values()].filter(
      ({ producerId }) => !this.consumers.has(producerId) && !this.unplayable.has(producerId),
    );
  }

  private dropGone(): void {
    for (const producerId of [...this.consumers.keys()]) {
      if (!this.wanted.has(producerId)) this.drop(producerId);
    }
  }

  private drop(producerId: ProducerId): void {
    const consumer = this.consumers.get(producerId);
    if (!consumer) return;
    consumer.close();
    this.consumers.delete(producerId);
    this.standIns.delete(producerId);
    this.wishes.forget(id<ConsumerId>(consumer.id));
    this.publishTracks();
  }

  private async openTransport(): Promise<StageTransport> {
    const { device, signaling, onLost } = this.options;
    const transport = await StageTransport.open(device, signaling, 'recv', onLost);
    if (this.closed) transport.close();
    return transport;
  }

  private async consume(transport: StageTransport, producer: StageProducer): Promise<void> {
    const { device, signaling } = this.options;
    const { producerId } = producer;
    try {
      const granted = this.granted.get(producerId);
      if (granted) {
        this.granted.delete(producerId);
        await this.receive(transport, producer, granted);
        this.wish();
        return;
      }
      const offer = await signaling.call('Consume', {
        transportId: transport.id,
        producerId,
        rtpCapabilities: device.recvRtpCapabilities,
      });
      await this.receive(transport, producer, offer);
      await signaling.call('ResumeConsumer', { consumerId: offer.consumerId });
      this.wish();
    } catch (cause) {
      if (transport.media.closed || !(cause instanceof StageError)) throw cause;
      // The line broke: nobody knows what the server did.
      if (cause.code === 'unexpected') throw cause;
      // Left meanwhile, or a codec that this browser does not know: the others still play.
      this.unplayable.add(producerId);
      if (cause.code === 'unsupported') this.onUnsupported(producer);
    }
  }

  private onUnsupported({ producerId, standIn }: StageProducer): void {
    this.unsupported.add(producerId);
    // A stand-in that came while the answer was on its way.
    const now = this.wanted.get(producerId)?.standIn ?? null;
    if (now !== null && now !== standIn) this.unplayable.delete(producerId);
    this.publishTracks();
  }

  private async receive(
    transport: StageTransport,
    producer: StageProducer,
    offer: Consumed,
  ): Promise<void> {
    const { producerId } = producer;
    try {
      const consumer = await transport.media.consume({
        id: offer.consumerId,
        producerId,
        kind: offer.kind,
        rtpParameters: offer.rtpParameters,
        streamId: pictureOf(producer),
      });
      lowestDelay(consumer.rtpReceiver);
      this.consumers.set(producerId, consumer);
      this.unsupported.delete(producerId);
      if (offer.standIn) this.standIns.set(producerId, offer.standIn);
    } catch (cause) {
      // Each producer is received once: what stayed open would be in the way of the next attempt.
      await this.release(offer.consumerId);
      throw cause;
    }
    this.publishTracks();
  }

  /** An answer that it is gone already is as good. */
  private async release(consumerId: ConsumerId): Promise<void> {
    await this.options.signaling.call('CloseConsumer', { consumerId }).catch(() => undefined);
  }
}

/** Camera and microphone of one participant belong together, as do a screen and its sound. */
export function pictureOf({ participantId, source }: StageProducer): string {
  return source.startsWith('screen') ? `${participantId}-screen` : participantId;
}

/** Simulcast and SVC are told in one way, such as S3T3. */
function layersOf({ rtpParameters }: Consumer): number {
  return parseScalabilityMode(rtpParameters.encodings?.[0]?.scalabilityMode).spatialLayers;
}
