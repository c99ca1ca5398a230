import type { Device } from 'mediasoup-client';
import type { RtpCapabilities } from 'mediasoup-client/types';
import { Store } from '../Store';
import type { ChatMessageId, ParticipantId, ProducerId } from '../ids';
import type { StageConnection } from '../signaling/StageConnection';
import { StageError } from '../signaling/StageError';
import type { Joined, ProducerSource } from '../contract';
import type { StageEvent } from '../signaling/StageEvent';
import { initialStage, reduceStage } from '../signaling/stageState';
import type { StageState } from '../signaling/stageState';
import type { LocalMedia } from './LocalMedia';
import { NoLiveVideo } from './openDevice';
import { Publisher } from './Publisher';
import { RemotePictures } from './RemotePictures';
import type { RemotePicture } from './RemotePictures';
import { Subscriber } from './Subscriber';
import { wantedTracks } from './wantedTracks';

export type Publishing = 'off' | 'starting' | 'on';

export interface StageSessionState {
  readonly stage: StageState;
  readonly pictures: readonly RemotePicture[];
  readonly publishing: Publishing;
  /** Own producers, while on stage. */
  readonly sending: Partial<Record<ProducerSource, ProducerId>>;
  /** A sentence to show, or null. */
  readonly problem: string | null;
}

export interface StageSessionOptions {
  readonly connection: StageConnection;
  /** May throw {@link NoLiveVideo}. */
  readonly createDevice: () => Device;
  /** Presenters only. */
  readonly local?: LocalMedia;
}

const rebuildDelayMs = 1_000;
const notLoaded =
  'This browser’s WebRTC is too old for live video, or not whole. Try a newer Chrome, Edge, Firefox or Safari.';

/**
 * A person on the stage page: the connection, what is received and, for presenters, what is sent.
 * After every join all media is built anew; a presenter who was live goes on being live.
 */
export class StageSession {
  readonly state = new Store<StageSessionState>({
    stage: initialStage,
    pictures: [],
    publishing: 'off',
    sending: {},
    problem: null,
  });
  private prefersH264 = true;
  private readonly connection: StageConnection;
  private readonly pictures = new RemotePictures();
  private readonly unsubscribe: (() => void)[] = [];
  private device: Device | undefined;
  private capabilities: RtpCapabilities | null = null;
  private subscriber: Subscriber | undefined;
  private publisher: Publisher | undefined;
  private publishWork: Promise<void> = Promise.resolve();
  private rebuildTimer: ReturnType<typeof setTimeout> | undefined;
  private generation = 0;

  constructor(private readonly options: StageSessionOptions) {
    this.connection = options.connection;
    this.unsubscribe.push(this.connection.subscribe((event) => this.onEvent(event)));
    const { local } = options;
    if (local) this.unsubscribe.push(local.state.subscribe(() => this.publish()));
  }

  open(): void {
    this.connection.open();
  }

  goLive(): void {
    if (this.state.get().publishing !== 'off') return;
    this.state.update({ publishing: 'starting', problem: null });
    this.publish();
  }

  leaveStage(): void {
    this.state.update({ publishing: 'off', sending: {} });
    const { publisher } = this;
    this.publisher = undefined;
    this.publishWork = this.publishWork.then(async () => {
      await publisher?.withdraw().catch(() => undefined);
      publisher?.close();
    });
  }

  /** @throws {StageError} with a sentence for the person who typed. */
  async sendChat(text: string): Promise<void> {
    const message = await this.connection.call('SendChat', { text });
    this.onEvent({ type: 'ChatReceived', body: message });
  }

  /** Presenters only; what comes of it are events. */
  async removeChat(id: ChatMessageId): Promise<void> {
    await this.connection.call('RemoveChat', { id });
  }

  /** Presenters only: takes somebody out of the webinar and keeps them out. */
  async removePerson(participantId: ParticipantId): Promise<void> {
    await this.connection.call('RemovePerson', { participantId });
  }

  async close(): Promise<void> {
    for (const stop of this.unsubscribe) stop();
    this.closeMedia();
    await this.connection.close();
  }

  private onEvent(event: StageEvent): void {
    const stage = reduceStage(this.state.get().stage, event);
    this.state.update({ stage });
    switch (event.type) {
      case 'Joined':
        void this.onJoined(event.body);
        break;
      case 'TransportClosed':
        this.onTransportClosed(event.body.transportId);
        break;
      case 'WebinarChanged':
        if (event.body.state === 'ended') this.onEnded();
        break;
      case 'Dismissed':
        this.onEnded();
        break;
      case 'ProducerAdded':
      case 'ProducerChanged':
      case 'ProducerRemoved':
        this.subscribe();
        break;
      default:
        break;
    }
  }

  private async onJoined(joined: Joined): Promise<void> {
    this.closeMedia();
    this.capabilities = joined.routerRtpCapabilities;
    this.prefersH264 = joined.webinar.preferH264;
    if (joined.webinar.state === 'ended') this.onEnded();
    else await this.build();
  }

  private async build(): Promise<void> {
    const generation = ++this.generation;
    if (!this.capabilities) return;
    try {
      const device = this.options.createDevice();
      await device.load({ routerRtpCapabilities: this.capabilities });
      if (generation !== this.generation) return;
      this.device = device;
      this.subscribe();
      this.publish();
    } catch (cause) {
      this.state.update({ problem: cause instanceof NoLiveVideo ? cause.message : notLoaded });
    }
  }

  private onEnded(): void {
    this.closeMedia();
    this.state.update({ publishing: 'off', sending: {} });
    this.options.local?.close();
  }

  private onTransportClosed(transportId: string): void {
    if (this.subscriber?.transportId === transportId) this.resubscribe();
    if (this.publisher?.transportId === transportId) this.republish();
  }

  private subscribe(): void {
    const { stage } = this.state.get();
    if (!this.device || stage.phase !== 'joined') return;
    const others = stage.producers.filter(({ participantId }) => participantId !== stage.me);
    this.subscriber ??= this.newSubscriber(this.device);
    this.subscriber.want(others);
    this.state.update({ pictures: this.pictures.arrange(others) });
  }

  private newSubscriber(device: Device): Subscriber {
    return new Subscriber({
      device,
      signaling: this.connection,
      onTracks: (tracks, unsupported) => {
        this.pictures.setTracks(tracks, unsupported);
        this.subscribe();
      },
      onLost: () => this.later(() => void this.receiveAnew()),
    });
  }

  private async receiveAnew(): Promise<void> {
    const { subscriber } = this;
    await subscriber?.withdraw();
    if (subscriber === this.subscriber) this.resubscribe();
  }

  private resubscribe(): void {
    this.subscriber?.close();
    this.subscriber = undefined;
    this.subscribe();
  }

  private publish(): void {
    const { local } = this.options;
    if (!local || !this.device || this.state.get().publishing === 'off') return;
    this.publisher ??= this.newPublisher(this.device);
    const { publisher } = this;
    this.publishWork = this.publishWork.then(() => this.applyTracks(publisher, local));
  }

  private async applyTracks(publisher: Publisher, local: LocalMedia): Promise<void> {
    if (publisher !== this.publisher) return;
    try {
      for (const [source, wanted] of wantedTracks(local.state.get())) {
        await publisher.apply(source, wanted);
      }
      if (publisher !== this.publisher) return;
      this.state.update({ publishing: 'on', sending: publisher.sending(), problem: null });
    } catch (cause) {
      if (publisher === this.publisher) this.onPublishFailed(cause);
    }
  }

  private onPublishFailed(cause: unknown): void {
    this.publisher?.close();
    this.publisher = undefined;
    const { stage, publishing } = this.state.get();
    const online = stage.phase === 'joined' && stage.online;
    // While the line is down the next join publishes again.
    if (!online) return;
    if (publishing === 'on') {
      this.later(() => this.publish());
      return;
    }
    const problem =
      cause instanceof StageError ? cause.message : 'Your camera could not be sent. Try again.';
    this.state.update({ publishing: 'off', sending: {}, problem });
  }

  private newPublisher(device: Device): Publisher {
    return new Publisher({
      device,
      signaling: this.connection,
      preferredVideoCodec: this.prefersH264 ? 'H264' : 'VP8',
      onLost: () => this.later(() => this.republish()),
    });
  }

  private republish(): void {
    this.publisher?.close();
    this.publisher = undefined;
    this.publish();
  }

  /** Rebuilding waits a moment, so that a node in trouble is not hammered. */
  private later(rebuild: () => void): void {
    const { generation } = this;
    clearTimeout(this.rebuildTimer);
    this.rebuildTimer = setTimeout(() => {
      if (generation === this.generation) rebuild();
    }, rebuildDelayMs);
  }

  private closeMedia(): void {
    this.generation++;
    clearTimeout(this.rebuildTimer);
    this.subscriber?.close();
    this.publisher?.close();
    this.subscriber = undefined;
    this.publisher = undefined;
    this.device = undefined;
    this.pictures.setTracks(new Map(), new Set());
    this.state.update({ pictures: [], sending: {} });
  }
}
