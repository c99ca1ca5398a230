import type { Device } from 'mediasoup-client';
import type { RtpCapabilities } from 'mediasoup-client/types';
import { Store } from '../Store';
import type { ChatMessageId, ParticipantId, QuestionId, ProducerId, TransportId } from '../ids';
import type { Entry, StageConnection } from '../signaling/StageConnection';
import { StageError } from '../signaling/StageError';
import type {
  Joined,
  PictureHeldBack,
  ProducerSource,
  StageProducer,
  TransportLoss,
} from '../contract';
import type { Reception, StageEvent } from '../signaling/StageEvent';
import { initialStage, reduceStage } from '../signaling/stageState';
import type { StageState } from '../signaling/stageState';
import { Handover } from './Handover';
import type { LiveDevice } from './LiveDevice';
import type { LocalMedia } from './LocalMedia';
import { NoLiveVideo } from './openDevice';
import { Publisher } from './Publisher';
import { QualityWatch } from './quality/QualityWatch';
import type { UplinkState } from './quality/Uplink';
import { RemotePictures } from './RemotePictures';
import type { RemotePicture } from './RemotePictures';
import { Subscriber } from './Subscriber';
import { wantedTracks } from './wantedTracks';
import { PageView } from './wishes/PageView';
import { pictureWish } from './wishes/pictureWish';
import type { PictureWish, ViewMode } from './wishes/pictureWish';

export type Publishing = 'off' | 'starting' | 'on';

export interface StageSessionState {
  readonly stage: StageState;
  readonly pictures: readonly RemotePicture[];
  readonly viewMode: ViewMode;
  readonly publishing: Publishing;
  /** Own producers, while on stage. */
  readonly sending: Partial<Record<ProducerSource, ProducerId>>;
  /** How much of it this presenter's network carries. */
  readonly uplink: UplinkState;
  /** A sentence to show, or null. */
  readonly problem: string | null;
}

export interface StageSessionOptions {
  readonly connection: StageConnection;
  readonly device: LiveDevice;
  readonly displayName: string;
  /** What there will be to receive, as the invitation says; null if it is over. */
  readonly routerRtpCapabilities: RtpCapabilities | null;
  /** What this person chose to receive; automatic unless said. */
  readonly viewMode?: ViewMode;
  /** Presenters only. */
  readonly local?: LocalMedia;
}

const rebuildDelayMs = 1_000;

/**
 * A person on the stage page: the connection, what is received and, for presenters, what is sent.
 * When the line was lost, media goes on if the server still has it, and is built anew otherwise; a presenter who was live
 * goes on being live.
 */
export class StageSession {
  readonly state = new Store<StageSessionState>({
    stage: initialStage,
    pictures: [],
    viewMode: 'automatic',
    publishing: 'off',
    sending: {},
    uplink: 'well',
    problem: null,
  });
  private prefersH264 = true;
  private readonly connection: StageConnection;
  private readonly pictures = new RemotePictures();
  private readonly quality: QualityWatch;
  private readonly page = new PageView(() => this.subscriber?.wish());
  private readonly unsubscribe: (() => void)[] = [];
  /** When the first picture began to be wanted; null while there is none to want, and once it is there. */
  private wishedAt: number | null = null;
  private sawPicture = false;
  private watchesFromTheStart = true;
  private device: Device | undefined;
  private capabilities: RtpCapabilities | null;
  private subscriber: Subscriber | undefined;
  /** To what is received over another transport, while both are there. */
  private handover: Handover | undefined;
  private publisher: Publisher | undefined;
  private publishWork: Promise<void> = Promise.resolve();
  private readonly rebuildTimers = new Map<
    'receiving' | 'sending',
    ReturnType<typeof setTimeout>
  >();
  private generation = 0;
  private openedAt = 0;

  constructor(private readonly options: StageSessionOptions) {
    this.connection = options.connection;
    this.capabilities = options.routerRtpCapabilities;
    this.unsubscribe.push(this.connection.subscribe((event) => this.onEvent(event)));
    this.chooseView(options.viewMode ?? 'automatic');
    this.quality = new QualityWatch({
      received: () => this.subscriber?.stats() ?? null,
      sent: () => this.publisher?.stats() ?? null,
      moving: () => this.subscriber?.moving() ?? new Set(),
      isShown: () => !document.hidden,
      onUplink: (uplink) => this.state.update({ uplink }),
      report: (report) => void this.connection.call('ReportQuality', report).catch(() => undefined),
    });
    const { local } = options;
    if (local) this.unsubscribe.push(local.state.subscribe(() => this.publish()));
  }

  open(): void {
    this.openedAt = performance.now();
    this.connection.open(() => this.entry());
  }

  /** What this person wants to receive. */
  chooseView(viewMode: ViewMode): void {
    this.state.update({ viewMode });
    this.pictures.soundOnly = viewMode === 'soundOnly';
    this.subscriber?.wish();
    this.subscribe();
  }

  /** @param lines - Of a tile as it is on the screen; 0 if it cannot be seen. */
  readonly onTile = (picture: ProducerId, lines: number): void => {
    this.page.setTile(picture, lines);
  };

  /** A picture is shown: how long the first one took is told to the server. */
  readonly onPicture = (): void => {
    if (this.sawPicture || this.wishedAt === null) return;
    this.sawPicture = true;
    this.quality.onFirstFrame(performance.now() - this.wishedAt);
  };

  goLive(): void {
    if (this.state.get().publishing !== 'off') return;
    this.state.update({ publishing: 'starting', problem: null });
    this.publish();
  }

  leaveStage(): void {
    this.state.update({ publishing: 'off', sending: {}, uplink: 'well' });
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

  /** @throws {StageError} with a sentence for the person who typed. */
  async ask(text: string, isAnonymous: boolean): Promise<void> {
    const body = await this.connection.call('AskQuestion', { text, isAnonymous });
    this.onEvent({ type: 'Asked', body });
  }

  /** @param isFor - False takes the vote back. */
  async vote(id: QuestionId, isFor: boolean): Promise<void> {
    const body = await this.connection.call('VoteQuestion', { id, isFor });
    this.onEvent({ type: 'Voted', body, isFor });
  }

  /** Learns what this person asked before, and is for. */
  async loadMyQuestions(): Promise<void> {
    const body = await this.connection.call('MyQuestions', {});
    this.onEvent({ type: 'MyQuestions', body });
  }

  /** Presenters only, as are the next two: lets everybody see a question, or opens one again. */
  async showQuestion(id: QuestionId): Promise<void> {
    await this.connection.call('ShowQuestion', { id });
  }

  /** @param text - Null if it was answered live. */
  async answerQuestion(id: QuestionId, text: string | null): Promise<void> {
    await this.connection.call('AnswerQuestion', { id, text });
  }

  async dismissQuestion(id: QuestionId): Promise<void> {
    await this.connection.call('DismissQuestion', { id });
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
    this.quality.close();
    this.page.close();
    this.closeMedia();
    await this.connection.close();
  }

  private onEvent(event: StageEvent): void {
    const stage = reduceStage(this.state.get().stage, event);
    this.state.update({ stage });
    switch (event.type) {
      case 'Joined':
        this.onJoined(event.body, event.reception);
        break;
      case 'TransportClosed':
        this.onTransportClosed(event.body);
        break;
      case 'WebinarChanged':
        if (event.body.state === 'ended') this.onEnded();
        break;
      case 'Dismissed':
        this.onEnded();
        break;
      case 'PictureHeldBack':
        this.onHeldBack(event.body);
        break;
      case 'WantedLayersChanged':
        this.publisher?.setWanted(event.body.producerId, event.body.spatialLayer);
        break;
      case 'WantedStandInChanged':
        this.publisher?.setStandInWanted(event.body.producerId, event.body.wanted);
        // Told before a resumed join is answered: what the stage knows by then is made up for first.
        if (this.isOnline()) this.publish();
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

  private async entry(): Promise<Entry> {
    const rtpCapabilities = await this.receivable();
    return { displayName: this.options.displayName, rtpCapabilities, resume: this.held() };
  }

  /** What a viewer's browser can show. A presenter comes in without, and receives the others step by step. */
  private async receivable(): Promise<RtpCapabilities | null> {
    if (this.options.local || !this.capabilities) return null;
    try {
      return (await this.options.device.readyFor(this.capabilities)).recvRtpCapabilities;
    } catch {
      // Said once they are in, where they can still chat.
      return null;
    }
  }

  private held(): TransportId[] {
    const all = [this.subscriber, this.handover?.next, this.publisher];
    return all.map((each) => each?.transportId).filter((transport) => transport !== undefined);
  }

  private onJoined(joined: Joined, reception: Reception | null): void {
    this.capabilities = joined.routerRtpCapabilities;
    this.prefersH264 = joined.webinar.preferH264;
    if (joined.webinar.state === 'ended') {
      this.onEnded();
    } else if (joined.resumed) {
      this.resume(joined);
    } else {
      this.closeMedia();
      void this.build(reception);
    }
  }

  /** All that was sent and received goes on; what changed meanwhile is made up for. */
  private resume({ participantId, producers }: Joined): void {
    const own = producers.filter((producer) => producer.participantId === participantId);
    const known = new Set(
      own.flatMap(({ producerId, standIn }) => (standIn ? [producerId, standIn] : [producerId])),
    );
    this.publishWork = this.publishWork.then(async () => {
      this.publisher?.keepOnly(known);
      const standingIn = this.publisher?.standingIn() ?? [];
      const sent = new Set([...Object.values(this.publisher?.sending() ?? {}), ...standingIn]);
      for (const producerId of known) if (!sent.has(producerId)) await this.endOnStage(producerId);
    });
    this.subscriber?.reconsider(producers);
    this.subscribe();
    this.publish();
  }

  /** An answer that it is gone already is as good. */
  private async endOnStage(producerId: ProducerId): Promise<void> {
    await this.connection.call('CloseProducer', { producerId }).catch(() => undefined);
  }

  private async build(reception: Reception | null): Promise<void> {
    const generation = ++this.generation;
    if (!this.capabilities) return;
    try {
      const device = await this.options.device.readyFor(this.capabilities);
      if (generation !== this.generation) return;
      this.device = device;
      this.pictures.setTracks(new Map(), new Set(reception?.unsupported));
      this.subscribe(reception);
      this.publish();
    } catch (cause) {
      if (!(cause instanceof NoLiveVideo)) throw cause;
      this.state.update({ problem: cause.message });
    }
  }

  private onEnded(): void {
    this.closeMedia();
    this.state.update({ publishing: 'off', sending: {} });
    this.options.local?.close();
  }

  private onHeldBack({ consumerId, heldBack }: PictureHeldBack): void {
    const producerId =
      this.subscriber?.producerOf(consumerId) ?? this.handover?.next.producerOf(consumerId);
    if (!producerId) return;
    this.pictures.setHeldBack(producerId, heldBack);
    this.subscribe();
  }

  private onTransportClosed({ transportId, goesOnForMs }: TransportLoss): void {
    if (this.subscriber?.transportId === transportId) {
      if (goesOnForMs) this.handOver();
      else this.resubscribe();
    } else if (this.handover?.next.transportId === transportId) {
      this.loseHandover();
    }
    if (this.publisher?.transportId === transportId) this.republish();
  }

  /** Receives the same over another transport as well, and lets go of this one when everything is there. */
  private handOver(): void {
    if (!this.device || this.handover) return;
    const next = this.newSubscriber(this.device, null);
    this.handover = new Handover(next, () => this.takeOver(next));
    this.subscribe();
  }

  private takeOver(next: Subscriber): void {
    const before = this.subscriber;
    this.handover = undefined;
    this.subscriber = next;
    next.publishTracks();
    void before?.leave();
  }

  /** What is received goes on meanwhile. */
  private loseHandover(): void {
    this.closeHandover();
    this.later('receiving', () => this.handOver());
  }

  private closeHandover(): void {
    this.handover?.close();
    void this.handover?.next.leave();
    this.handover = undefined;
  }

  /** @param reception - What the server made when the viewer came in. */
  private subscribe(reception: Reception | null = null): void {
    const { stage } = this.state.get();
    if (!this.device || stage.phase !== 'joined') return;
    const others = stage.producers.filter(({ participantId }) => participantId !== stage.me);
    if (others.some(({ kind, paused }) => kind === 'video' && !paused)) {
      this.wishedAt ??= this.watchesFromTheStart ? this.openedAt : performance.now();
    }
    this.watchesFromTheStart = false;
    this.subscriber ??= this.firstSubscriber(this.device, reception);
    this.subscriber.want(others);
    this.handover?.next.want(others);
    this.state.update({ pictures: this.pictures.arrange(others) });
  }

  private firstSubscriber(device: Device, reception: Reception | null): Subscriber {
    this.pictures.begin();
    return this.newSubscriber(device, reception);
  }

  private newSubscriber(device: Device, reception: Reception | null): Subscriber {
    const subscriber: Subscriber = new Subscriber({
      device,
      signaling: this.connection,
      reception,
      wishFor: (producer, layers) => this.wishFor(producer, layers),
      onTracks: (tracks, unsupported) => {
        // Of what is received over two transports one is shown.
        if (subscriber !== this.subscriber) return;
        this.pictures.setTracks(tracks, unsupported);
        this.subscribe();
      },
      onLost: () => {
        if (subscriber === this.handover?.next) this.loseHandover();
        else this.onReceivingLost();
      },
    });
    return subscriber;
  }

  private wishFor({ producerId, source }: StageProducer, layers: number): PictureWish {
    const { viewMode } = this.state.get();
    const lines = this.page.linesOf(producerId);
    return pictureWish(viewMode, this.page.isShown, { screen: source === 'screen', layers, lines });
  }

  private onReceivingLost(): void {
    if (this.handover) {
      this.resubscribe();
      return;
    }
    if (this.isOnline()) {
      this.later('receiving', () => void this.receiveAnew());
      return;
    }
    // Nothing can be built now: what is left of it is not to be kept when the line is back.
    this.subscriber?.close();
    this.subscriber = undefined;
  }

  private async receiveAnew(): Promise<void> {
    const { subscriber } = this;
    await subscriber?.withdraw();
    if (subscriber === this.subscriber) this.resubscribe();
  }

  private resubscribe(): void {
    if (this.handover) {
      // It is on its way already.
      this.handover.close();
      this.takeOver(this.handover.next);
      return;
    }
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
    // While the line is down what is sent goes on, and the next join makes up for the rest.
    if (!this.isOnline() && this.publisher?.transportId) return;
    this.publisher?.close();
    this.publisher = undefined;
    if (!this.isOnline()) return;
    if (this.state.get().publishing === 'on') {
      this.later('sending', () => this.publish());
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
      voiceRests: this.options.local?.state.get().voiceRests ?? false,
      onLost: () => this.onSendingLost(),
    });
  }

  private onSendingLost(): void {
    if (this.isOnline()) {
      this.later('sending', () => this.republish());
      return;
    }
    // As with what is received.
    this.publisher?.close();
    this.publisher = undefined;
  }

  private isOnline(): boolean {
    const { stage } = this.state.get();
    return stage.phase === 'joined' && stage.online;
  }

  private republish(): void {
    this.publisher?.close();
    this.publisher = undefined;
    this.publish();
  }

  /** Rebuilding waits a moment, so that a node in trouble is not hammered. */
  private later(what: 'receiving' | 'sending', rebuild: () => void): void {
    const { generation } = this;
    clearTimeout(this.rebuildTimers.get(what));
    const timer = setTimeout(() => {
      if (generation === this.generation) rebuild();
    }, rebuildDelayMs);
    this.rebuildTimers.set(what, timer);
  }

  private closeMedia(): void {
    this.generation++;
    for (const timer of this.rebuildTimers.values()) clearTimeout(timer);
    this.closeHandover();
    this.subscriber?.close();
    this.publisher?.close();
    this.subscriber = undefined;
    this.publisher = undefined;
    this.device = undefined;
    this.pictures.setTracks(new Map(), new Set());
    this.state.update({ pictures: [], sending: {} });
  }
}
