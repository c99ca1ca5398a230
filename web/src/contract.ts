// Written by `make contract` from the C# that the server is made of: change it there.
// docs/protocol.md says when what is sent, and what the server answers otherwise.

import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from 'mediasoup-client/types';
import type {
  ChatMessageId,
  ConsumerId,
  LinkId,
  NodeId,
  ParticipantId,
  ProducerId,
  QuestionId,
  RecordingId,
  RemovalId,
  SessionId,
  TransportId,
  WebinarId,
} from './ids';

/** What pages call on the stage hub: argument and answer. */
export interface StageCalls {
  Join: { argument: JoinRequest; answer: Joined };
  Watch: { argument: WatchRequest; answer: Watching };
  CreateTransport: { argument: CreateTransportRequest; answer: TransportCreated };
  ConnectTransport: { argument: ConnectTransportRequest; answer: void };
  RestartIce: { argument: RestartIceRequest; answer: IceRestart };
  CloseTransport: { argument: CloseTransportRequest; answer: void };
  Produce: { argument: ProduceRequest; answer: Produced };
  PauseProducer: { argument: ProducerRequest; answer: void };
  ResumeProducer: { argument: ProducerRequest; answer: void };
  CloseProducer: { argument: ProducerRequest; answer: void };
  Consume: { argument: ConsumeRequest; answer: Consumed };
  ResumeConsumer: { argument: ConsumerRequest; answer: void };
  PauseConsumer: { argument: ConsumerRequest; answer: void };
  SetPreferredLayers: { argument: PreferredLayersRequest; answer: void };
  CloseConsumer: { argument: ConsumerRequest; answer: void };
  ReportQuality: { argument: QualityReport; answer: void };
  SendChat: { argument: SendChatRequest; answer: ChatMessage };
  AskQuestion: { argument: AskQuestionRequest; answer: StageQuestion };
  VoteQuestion: { argument: VoteRequest; answer: QuestionVotes };
  MyQuestions: { argument: MyQuestionsRequest; answer: MyQuestions };
  ShowQuestion: { argument: QuestionRequest; answer: void };
  AnswerQuestion: { argument: AnswerQuestionRequest; answer: void };
  DismissQuestion: { argument: QuestionRequest; answer: void };
  RemoveChat: { argument: ChatRemoval; answer: void };
  RemovePerson: { argument: PersonRequest; answer: void };
}

/** What the server calls on pages, by the name of the call. */
export interface ServerCalls {
  WebinarChanged: WebinarChange;
  ProducerAdded: StageProducer;
  ProducerChanged: StageProducer;
  ProducerRemoved: ProducerRemoval;
  RecordingChanged: RecordingChange;
  ViewerCountChanged: ViewerCountChange;
  ViewersWithoutPictureChanged: ViewerCountChange;
  ChatReceived: ChatMessage;
  ChatRemoved: ChatRemoval;
  QuestionChanged: StageQuestion;
  QuestionRemoved: QuestionRemoval;
  VotesChanged: VotesChange;
  PictureHeldBack: PictureHeldBack;
  WantedLayersChanged: WantedLayers;
  WantedStandInChanged: WantedStandIn;
  TransportClosed: TransportLoss;
  StageReset: StageResetNotice;
  Dismissed: Dismissal;
}

export const serverMethods = [
  'WebinarChanged',
  'ProducerAdded',
  'ProducerChanged',
  'ProducerRemoved',
  'RecordingChanged',
  'ViewerCountChanged',
  'ViewersWithoutPictureChanged',
  'ChatReceived',
  'ChatRemoved',
  'QuestionChanged',
  'QuestionRemoved',
  'VotesChanged',
  'PictureHeldBack',
  'WantedLayersChanged',
  'WantedStandInChanged',
  'TransportClosed',
  'StageReset',
  'Dismissed',
] as const satisfies readonly (keyof ServerCalls)[];

/** The HTTP API: body and answer of each call; undefined where there is none. */
export interface HttpCalls {
  'GET /api/audit': { body: undefined; answer: AuditPage };
  'GET /api/audit/check': { body: undefined; answer: AuditCheck };
  'GET /api/join/{token}': { body: undefined; answer: Invitation };
  'GET /api/nodes': { body: undefined; answer: readonly MediaNode[] };
  'DELETE /api/nodes/{id}/drain': { body: undefined; answer: undefined };
  'POST /api/nodes/{id}/drain': { body: DrainRequest; answer: undefined };
  'PUT /api/password': { body: PasswordRequest; answer: undefined };
  'POST /api/password/reset': { body: PasswordResetRequest; answer: Session };
  'DELETE /api/recordings/{id}': { body: undefined; answer: undefined };
  'GET /api/recordings/{id}': { body: undefined; answer: Recording };
  'POST /api/recordings/{id}/cancel': { body: undefined; answer: Recording };
  'GET /api/recordings/{id}/history': { body: undefined; answer: readonly RecordingNote[] };
  'DELETE /api/recordings/{id}/links': { body: undefined; answer: undefined };
  'POST /api/recordings/{id}/render': { body: RecordingLook; answer: Recording };
  'PUT /api/recordings/{id}/retention': { body: RetentionRequest; answer: Recording };
  'POST /api/recordings/{id}/retry': { body: undefined; answer: Recording };
  'DELETE /api/session': { body: undefined; answer: undefined };
  'GET /api/session': { body: undefined; answer: Session };
  'POST /api/session': { body: SignInRequest; answer: Session };
  'DELETE /api/sessions': { body: undefined; answer: undefined };
  'GET /api/sessions': { body: undefined; answer: readonly OpenSession[] };
  'DELETE /api/sessions/{id}': { body: undefined; answer: undefined };
  'GET /api/setup': { body: undefined; answer: SetupStatus };
  'POST /api/setup': { body: SetupRequest; answer: undefined };
  'GET /api/storage': { body: undefined; answer: StorageTotals };
  'GET /api/webinars': { body: undefined; answer: readonly Webinar[] };
  'POST /api/webinars': { body: WebinarRequest; answer: Webinar };
  'DELETE /api/webinars/{id}': { body: undefined; answer: undefined };
  'GET /api/webinars/{id}': { body: undefined; answer: Webinar };
  'PUT /api/webinars/{id}': { body: WebinarRequest; answer: Webinar };
  'DELETE /api/webinars/{id}/chat/{messageId}': { body: undefined; answer: undefined };
  'POST /api/webinars/{id}/end': { body: undefined; answer: Webinar };
  'GET /api/webinars/{id}/health': { body: undefined; answer: WebinarHealth };
  'GET /api/webinars/{id}/links': { body: undefined; answer: WebinarLinks };
  'POST /api/webinars/{id}/links': { body: LinkRequest; answer: Link };
  'DELETE /api/webinars/{id}/links/{linkId}': { body: undefined; answer: undefined };
  'POST /api/webinars/{id}/links/revoke': { body: RevocationRequest; answer: undefined };
  'GET /api/webinars/{id}/people': { body: undefined; answer: WebinarPeople };
  'DELETE /api/webinars/{id}/people/{participantId}': { body: undefined; answer: undefined };
  'GET /api/webinars/{id}/people/{participantId}/quality': { body: undefined; answer: PersonQuality };
  'GET /api/webinars/{id}/questions': { body: undefined; answer: readonly StageQuestion[] };
  'GET /api/webinars/{id}/questions.csv': { body: undefined; answer: undefined };
  'DELETE /api/webinars/{id}/questions/{questionId}': { body: undefined; answer: undefined };
  'POST /api/webinars/{id}/recording/marker': { body: MarkerRequest; answer: undefined };
  'POST /api/webinars/{id}/recording/pause': { body: undefined; answer: Webinar };
  'POST /api/webinars/{id}/recording/resume': { body: undefined; answer: Webinar };
  'POST /api/webinars/{id}/recording/start': { body: undefined; answer: Webinar };
  'POST /api/webinars/{id}/recording/stop': { body: undefined; answer: Webinar };
  'GET /api/webinars/{id}/recordings': { body: undefined; answer: readonly Recording[] };
  'DELETE /api/webinars/{id}/removed/{removalId}': { body: undefined; answer: undefined };
  'POST /api/webinars/{id}/start': { body: undefined; answer: Webinar };
  'GET /api/webinars/{id}/tree': { body: undefined; answer: WebinarTree };
}

export interface AnswerQuestionRequest {
  readonly id: QuestionId;
  /** 1 to 2000 characters; null if it was answered live. */
  readonly text?: string | null;
}

/** How people share the picture. A shared screen is large in either, with the people in a strip beside it. */
export type Arrangement = 'grid' | 'speaker';

export interface AskQuestionRequest {
  /** 1 to 500 characters. */
  readonly text: string;
  /** Nobody is told who asks, where the webinar allows it. */
  readonly isAnonymous?: boolean;
}

/** What the audit log tells of. Stored by name: one may be added, none renamed. */
export type AuditAction =
  | 'accountCreated'
  | 'signedIn'
  | 'signInFailed'
  | 'signedOut'
  | 'sessionEnded'
  | 'passwordChanged'
  | 'passwordReset'
  | 'webinarCreated'
  | 'webinarChanged'
  | 'webinarStarted'
  | 'webinarEnded'
  | 'webinarDeleted'
  | 'linkMade'
  | 'linkRevoked'
  | 'personRemoved'
  | 'personLetIn'
  | 'messageRemoved'
  | 'questionDismissed'
  | 'recordingControlled'
  | 'recordingRendered'
  | 'recordingKept'
  | 'recordingDownloaded'
  | 'recordingWatched'
  | 'recordingLinksRevoked'
  | 'recordingDeleted'
  | 'nodeDrained'
  | 'nodeKept';

export interface AuditCheck {
  /** How many lines follow from each other, from the first. */
  readonly entries: number;
  /** The hash of the last of them: whoever noted it can tell later whether lines were cut off the end. */
  readonly head: string;
  /** The number of the first line that was changed, removed or put in; null if all is whole. */
  readonly brokenAt: number | null;
}

/** A line of the log as an organizer reads it. */
export interface AuditLine {
  readonly id: number;
  readonly at: string;
  readonly action: AuditAction;
  readonly actor: string | null;
  readonly address: string | null;
  readonly subject: string | null;
  readonly detail: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditLine[];
  /** Where the next page begins; null on the last one. */
  readonly before: number | null;
}

/** A file of the recording and what its content must hash to. */
export interface CertifiedSegment {
  readonly name: string;
  readonly bytes: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** What became of one track's packets. */
export interface CertifiedTrack {
  /** `EPOCH-TRACK` in the journal. */
  readonly track: string;
  readonly participant?: string;
  readonly source?: string;
  readonly kind: MediaKind;
  readonly codec?: string;
  readonly packetsExpected: number;
  readonly packetsReceived: number;
  /** Of the received: those that came after their successors, mostly by retransmission. */
  readonly packetsRecovered: number;
  readonly packetsMissing: number;
  /** Of the received: those that are not what the publisher announced. */
  readonly packetsInvalid: number;
  /** The first of what is missing, in order of time; packetsMissing counts all. */
  readonly missing: readonly MissingPackets[];
}

/** A chat message as everyone in the webinar sees it. */
export interface ChatMessage {
  readonly id: ChatMessageId;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly role: StageRole;
  readonly text: string;
  readonly sentAt: string;
}

/** A message that has been taken out of the chat. */
export interface ChatRemoval {
  readonly id: ChatMessageId;
}

export interface CloseTransportRequest {
  readonly transportId: TransportId;
}

export interface ConnectTransportRequest {
  readonly transportId: TransportId;
  readonly dtlsParameters: DtlsParameters;
}

export interface ConsumeRequest {
  readonly transportId: TransportId;
  readonly producerId: ProducerId;
  readonly rtpCapabilities: RtpCapabilities;
}

/** A consumer, created paused so that the browser can be ready before the first key frame. */
export interface Consumed {
  readonly consumerId: ConsumerId;
  /** As it was asked for. */
  readonly producerId: ProducerId;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly producerPaused: boolean;
  /** What is received in its place, because the browser cannot decode it (standIn); null for itself. */
  readonly standIn: ProducerId | null;
}

export interface ConsumerRequest {
  readonly consumerId: ConsumerId;
}

export interface CreateTransportRequest {
  readonly direction: TransportDirection;
}

/** Bytes of a journal chunk that hold no valid record. */
export interface DamagedRange {
  /** File name of the chunk. */
  readonly chunk: string;
  readonly offset: number;
  readonly length: number;
}

/** Why a connection's part in the webinar is over: it is told, and what it held is closed. */
export interface Dismissal {
  /** Stable, for pages to decide on (docs/protocol.md). */
  readonly code: string;
  /** A sentence to show. */
  readonly message: string;
}

/** That a media node is to be emptied. */
export interface DrainRequest {
  /** When whatever is left there is closed. */
  readonly withinMinutes?: number;
}

/** One look at how a webinar goes for those who watch it. */
export interface HealthSample {
  readonly at: string;
  readonly viewers: number;
  /** Sent to all of them together, since the look before. */
  readonly bitsPerSecond: number;
  /** Viewers who lose more than 5 % or get no picture. */
  readonly troubled: number;
}

export interface IceRestart {
  readonly iceParameters: IceParameters;
  /** With credentials that are good again. */
  readonly iceServers: readonly IceServer[];
}

/** An entry of `RTCConfiguration.iceServers`. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username: string | null;
  readonly credential: string | null;
}

/** What a link is good for. */
export interface Invitation {
  readonly role: StageRole;
  readonly webinar: InvitedWebinar;
  /** What there will be to receive, so that a page can be ready before it joins; null after the end. */
  readonly routerRtpCapabilities: RtpCapabilities | null;
}

export interface InvitedWebinar {
  readonly id: WebinarId;
  readonly title: string;
  readonly description: string | null;
  readonly state: WebinarState;
  readonly startsAt: string | null;
}

export interface JoinRequest {
  readonly displayName: string;
  /** A secret of the page's making: who joins with it again has the same seat (SeatSecret). */
  readonly seat?: string | null;
  /** The transports that the page still has and wants to keep; null for none. */
  readonly resume?: readonly TransportId[] | null;
}

/** Everything a page shows on entering. */
export interface Joined {
  readonly participantId: ParticipantId;
  readonly role: StageRole;
  readonly webinar: JoinedWebinar;
  /** Null after the end, when there is nothing to receive. */
  readonly routerRtpCapabilities: RtpCapabilities | null;
  readonly producers: readonly StageProducer[];
  readonly viewerCount: number;
  readonly chat: readonly ChatMessage[];
  /** Open and answered ones; for presenters also those that wait to be shown. */
  readonly questions: readonly StageQuestion[];
  /** For presenters; null for viewers and while there is none. */
  readonly recording: RecordingStatus | null;
  /** For presenters: how many people have a browser that knows no codec of a picture on the stage; 0 for viewers. */
  readonly viewersWithoutPicture: number;
  /** All media of resume goes on: only producers that came or went have to be looked for. Otherwise all is built anew. */
  readonly resumed: boolean;
}

export interface JoinedWebinar {
  readonly id: WebinarId;
  readonly title: string;
  readonly description: string | null;
  readonly state: WebinarState;
  readonly startsAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly preferH264: boolean;
  readonly moderateQuestions: boolean;
  readonly anonymousQuestions: boolean;
}

/** A link as its organizer sees it. */
export interface Link {
  readonly id: LinkId;
  readonly role: StageRole;
  readonly label: string | null;
  /** Absolute. */
  readonly url: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export interface LinkRequest {
  readonly role: StageRole;
  /** One minute to a year. */
  readonly expiresInMinutes: number;
  /** Whose link it is, when it is one person's: it is revoked when the person is removed. */
  readonly label?: string | null;
}

/** A named place in a running recording, which becomes a chapter. */
export interface MarkerRequest {
  readonly label: string;
}

/** A media node, for its operator. */
export interface MediaNode {
  readonly id: NodeId;
  /** As it is configured; null for none. */
  readonly region: string | null;
  /** Whether webinars can be recorded there. */
  readonly records: boolean;
  /** Share of time in which its workers work: 0 to 1. */
  readonly busy: number;
  /** That are carried there. */
  readonly webinars: number;
  /** Browsers that receive from it. */
  readonly viewers: number;
  /** What is wrong with it, in sentences; none when all is well. */
  readonly ailments: readonly string[];
  /** Until when it is to be empty; null while it is to stay. */
  readonly leavesAt: string | null;
}

/** Packets that never came. */
export interface MissingPackets {
  /** Session time at which the packet after them came. */
  readonly atMs: number;
  readonly packets: number;
}

export interface MyQuestions {
  /** What they asked, whatever became of it; oldest first. */
  readonly asked: readonly StageQuestion[];
  /** What they are for. */
  readonly votedFor: readonly QuestionVotes[];
}

/** Asks for what is about the caller alone. */
export interface MyQuestionsRequest {
  /** How many of the questions that they asked, the latest; 1 to 50. */
  readonly most?: number;
}

/** Where an organizer is signed in. */
export interface OpenSession {
  readonly id: SessionId;
  /** What it calls itself. */
  readonly browser: string;
  /** The IP address it was last used from. */
  readonly address: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** It is the one that asks. */
  readonly current: boolean;
}

/** A new password, from somebody who knows the old one. */
export interface PasswordRequest {
  readonly current: string;
  readonly password: string;
}

/** A new password, from somebody who holds a link made on the server. */
export interface PasswordResetRequest {
  /** From that link. */
  readonly token: string;
  readonly password: string;
}

/** Somebody who is in the webinar now. */
export interface Person {
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly role: StageRole;
  /** Where their trouble comes from, by what their browser reported last. */
  readonly blame: QualityBlame;
}

/** How a webinar goes for one person in it. */
export interface PersonQuality {
  readonly displayName: string;
  readonly role: StageRole;
  /** How it goes now and what is the likeliest reason if not well, in plain words. */
  readonly sentence: string;
  /** Whether there is nothing that somebody should do something about. */
  readonly well: boolean;
  /** One about every ten seconds, of the last ten minutes, oldest first. */
  readonly samples: readonly QualitySample[];
}

export interface PersonRequest {
  /** Of somebody who is there, or whose message is in the chat. */
  readonly participantId: ParticipantId;
}

export interface PictureHeldBack {
  readonly consumerId: ConsumerId;
  /** Nothing of the picture is sent, for it does not fit beside the sound. It comes back by itself. */
  readonly heldBack: boolean;
}

/** Limits the layers of a picture that are received. */
export interface PreferredLayersRequest {
  readonly consumerId: ConsumerId;
  /** The highest, from 0, the smallest; null for no limit. */
  readonly spatialLayer?: number | null;
  /** The highest, from 0, the slowest; null for no limit. */
  readonly temporalLayer?: number | null;
}

export interface ProduceRequest {
  readonly transportId: TransportId;
  readonly kind: MediaKind;
  readonly source: ProducerSource;
  readonly rtpParameters: RtpParameters;
  readonly paused?: boolean;
  /** Of a picture: whether a stand-in may be asked for (WantedStandIn). */
  readonly offersStandIn?: boolean;
  /** The sender's own producer, whose picture this is once more, as a modest VP8; null for a producer of its own. */
  readonly standInFor?: ProducerId | null;
}

export interface Produced {
  readonly producerId: ProducerId;
}

export interface ProducerRemoval {
  readonly producerId: ProducerId;
}

export interface ProducerRequest {
  readonly producerId: ProducerId;
}

/** What a producer shows or lets hear. */
export type ProducerSource = 'camera' | 'microphone' | 'screen' | 'screenAudio';

/** Where somebody's trouble with what they watch, or present, comes from. */
export type QualityBlame = 'nobody' | 'ownNetwork' | 'ownMachine' | 'upstream';

/** How media went since the report before, as the browser's getStats says. */
export interface QualityReport {
  /** Null for who receives nothing. */
  readonly received?: ReceptionQuality | null;
  /** Null for who is not on the stage. */
  readonly sent?: SendingQuality | null;
}

/** Ten seconds of somebody's media as their browser reported them: of what a viewer receives, of what a presenter sends. */
export interface QualitySample {
  readonly at: string;
  /** Bits per second, all media together; in steps of 1,000, at most 65,535,000. */
  readonly bitrate: number;
  /** Lines of the largest picture; 0 while there is none. */
  readonly height: number;
  /** Share of the packets, 0 to 1, and so are the other shares. */
  readonly lost: number;
  /** Null while it is not known. */
  readonly roundTripMs: number | null;
  /** Share of the time in which a picture stood still that was to move; 0 for who presents. */
  readonly frozen: number;
  /** Share of the sound that was made up; 0 for who presents. */
  readonly concealed: number;
  /** Share of the pictures that came and were not shown; 0 for who presents. */
  readonly dropped: number;
  /** Share of the time in which the machine was late; 0 for who presents. */
  readonly busy: number;
  /** Whether no picture was sent because it did not fit beside the sound. */
  readonly heldBack: boolean;
  readonly blame: QualityBlame;
}

/** A question that nobody is shown any more. */
export interface QuestionRemoval {
  readonly id: QuestionId;
}

export interface QuestionRequest {
  readonly id: QuestionId;
}

/** Where a question stands. Stored by name. */
export type QuestionState = 'waiting' | 'open' | 'answered' | 'dismissed';

/** How many are for a question. */
export interface QuestionVotes {
  readonly id: QuestionId;
  readonly votes: number;
}

export interface ReceptionQuality {
  /** Bits per second, all media together. */
  readonly bitrate: number;
  /** Lines of the largest picture; 0 while there is none. */
  readonly height: number;
  /** Share of the packets, 0 to 1, and so are the other shares. */
  readonly lost: number;
  /** Null while it is not known. */
  readonly roundTripMs: number | null;
  /** Share of the time in which a picture stood still that was to move; 0 for a page in the background. */
  readonly frozen: number;
  /** Share of the sound that was made up. */
  readonly concealed: number;
  /** Share of the pictures that came and were not shown. */
  readonly dropped: number;
  /** Share of the time in which the machine came late to what the page had asked for; 0 for a page in the background. */
  readonly busy?: number;
  /** From the wish to watch to the first picture; in the first report after it. */
  readonly firstFrameMs?: number | null;
}

/** A recording as its organizer sees it. */
export interface Recording {
  readonly id: RecordingId;
  readonly webinarId: WebinarId;
  readonly state: RecordingState;
  readonly step: RecordingStep | null;
  /** Of the whole processing. */
  readonly percent: number;
  /** Estimate of what is left of it; null when nothing can be said. */
  readonly secondsLeft: number | null;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly look: RecordingLook;
  /** When it is deleted; null for never. */
  readonly expiresAt: string | null;
  /** It neither expires nor can be deleted. */
  readonly legalHold: boolean;
  /** What its journal and its work files take here. */
  readonly diskBytes: number;
  /** What its files take in the object store; of what can be watched at once, when all of it is there. */
  readonly storedBytes: number;
  /** When its journal is removed, from which it can be rendered again; null if that is not planned. */
  readonly journalKeptUntil: string | null;
  /** Since when it cannot be rendered again; null while it can. */
  readonly journalRemovedAt: string | null;
  /** Of the last rendering that was published. */
  readonly files: readonly RecordingFile[];
  /** What there is so far, as an HLS master playlist or a WebM; whole once the recording has ended. Null before there is anything. */
  readonly liveUrl: string | null;
  /** Null while it runs. */
  readonly certificateUrl: string | null;
}

/** What a recording is worth, in figures: what should be in it, what is, what is missing and when, and the hashes by which its files can be checked later. Made from the journal when it ends. */
export interface RecordingCertificate {
  readonly recordingId: RecordingId;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly endedInOrder: boolean;
  readonly isComplete: boolean;
  /** Packets that were received but could not be stored: the disk did not keep up. */
  readonly shed: number;
  readonly tracks: readonly CertifiedTrack[];
  readonly damage: readonly DamagedRange[];
  readonly journal: readonly CertifiedSegment[];
  readonly segments: readonly CertifiedSegment[];
}

export interface RecordingChange {
  /** Null when there is none any more. */
  readonly recording: RecordingStatus | null;
}

export interface RecordingFile {
  readonly name: string;
  readonly kind: RecordingFileKind;
  readonly contentType: string;
  readonly bytes: number;
  /** A signed path that expires. */
  readonly url: string;
}

/** What a file of a package is for. */
export type RecordingFileKind =
  | 'video'
  | 'audio'
  | 'poster'
  | 'sprites'
  | 'spriteIndex'
  | 'chapters'
  | 'playlist'
  | 'playlistPart'
  | 'track';

/** Whether a running recording was looked at and found good. */
export type RecordingLight = 'waiting' | 'green' | 'amber' | 'red';

/** How an organizer wants a recording to look. */
export interface RecordingLook {
  readonly arrangement: Arrangement;
  /** 480, 720 or 1080. */
  readonly height: 480 | 720 | 1080;
  readonly showNames: boolean;
  /** Of the card at the start; null or empty for none. */
  readonly title: string | null;
  /** Each track as a file of its own, too. */
  readonly tracks: boolean;
}

/** Something that happened to a recording, as a sentence. */
export interface RecordingNote {
  readonly at: string;
  readonly text: string;
}

export type RecordingPhase = 'recording' | 'paused' | 'stopped';

/** Where a recording is in its life: recording → processing → ready, or failed until it is retried. */
export type RecordingState = 'recording' | 'processing' | 'ready' | 'failed';

/** How the recording of a live webinar goes. */
export interface RecordingStatus {
  /** Null while there is none. */
  readonly id: RecordingId | null;
  readonly state: RecordingPhase;
  readonly light: RecordingLight;
  /** Why the light is as it is. */
  readonly sentence: string;
  /** When what was recorded was last played back; null before the first time. */
  readonly checkedAt: string | null;
}

/** The steps of processing, in order. Publishing follows the last one in the same breath and has no name of its own. */
export type RecordingStep = 'finalize' | 'compose' | 'package' | 'upload' | 'verify';

/** Somebody who was removed and is kept out. */
export interface RemovedPerson {
  readonly id: RemovalId;
  readonly displayName: string;
  readonly removedAt: string;
  readonly removedBy: string;
}

export interface RestartIceRequest {
  readonly transportId: TransportId;
}

export interface RetentionRequest {
  /** It neither expires nor can be deleted. */
  readonly legalHold: boolean;
  /** When the recording is deleted; null for never. */
  readonly expiresAt?: string | null;
}

/** Which links are taken back. */
export interface RevocationRequest {
  readonly role: StageRole;
}

export interface SendChatRequest {
  /** 1 to 2000 characters. */
  readonly text: string;
}

/** As `qualityLimitationReason` of getStats says, for the largest picture. */
export type SendingLimitation = 'none' | 'bandwidth' | 'cpu' | 'other';

export interface SendingQuality {
  /** Bits per second, all media together. */
  readonly bitrate: number;
  /** What the browser thinks that its network takes; null where it does not say. */
  readonly availableBitrate: number | null;
  /** Lines of the largest picture that is sent; 0 while there is none. */
  readonly height: number;
  /** Share of the packets, 0 to 1, that did not arrive. */
  readonly lost: number;
  /** Null while it is not known. */
  readonly roundTripMs: number | null;
  /** What keeps the picture from being better. */
  readonly limitation: SendingLimitation;
}

/** Who is signed in. */
export interface Session {
  readonly name: string;
  readonly email: string;
}

/** The first organizer introduces themselves. */
export interface SetupRequest {
  /** From the link printed at start. */
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface SetupStatus {
  /** True until there is an organizer. */
  readonly needed: boolean;
}

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
}

/** A producer as everyone in the webinar sees it. */
export interface StageProducer {
  readonly producerId: ProducerId;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly kind: MediaKind;
  readonly source: ProducerSource;
  readonly paused: boolean;
  /** Who cannot decode it gets a stand-in within seconds. */
  readonly offersStandIn: boolean;
  /** The producer that stands in for it now, for those alone who cannot decode it; null for none. */
  readonly standIn: ProducerId | null;
}

/** A question as people in the webinar see it. */
export interface StageQuestion {
  readonly id: QuestionId;
  /** Who asked; null, as is the name, if they keep it to themselves. */
  readonly participantId: ParticipantId | null;
  readonly displayName: string | null;
  readonly role: StageRole;
  readonly text: string;
  readonly askedAt: string;
  readonly state: QuestionState;
  readonly votes: number;
  /** In writing; null while there is none, and for what was answered live. */
  readonly answer: string | null;
  readonly answeredBy: string | null;
  /** Null unless it was answered. */
  readonly answeredAt: string | null;
}

export interface StageResetNotice {
  readonly reason: string;
}

/** What a link lets its bearer do: viewers watch and chat, presenters also produce. */
export type StageRole = 'viewer' | 'presenter';

/** What all recordings take, in bytes. */
export interface StorageTotals {
  /** On this machine's disk: journals and work files. */
  readonly diskBytes: number;
  /** What is left on the disk of the journals. */
  readonly freeBytes: number;
  /** In the object store. */
  readonly storedBytes: number;
}

/** What `mediasoup-client` needs to make its side of a transport. */
export interface TransportCreated {
  readonly id: TransportId;
  readonly iceParameters: IceParameters;
  readonly iceCandidates: readonly IceCandidate[];
  readonly dtlsParameters: DtlsParameters;
  readonly iceServers: readonly IceServer[];
}

/** Which way media flows, seen from the browser. */
export type TransportDirection = 'send' | 'recv';

export interface TransportLoss {
  readonly transportId: TransportId;
  /** In words, from the media node. */
  readonly reason: string;
  /** How long the transport goes on, so that another one can take over without a break before it is closed by its holder; null if it is closed. */
  readonly goesOnForMs: number | null;
}

export interface TreeEdge {
  readonly place: TreePlace;
  /** The node that feeds it: the origin's, or an edge's that relays. */
  readonly source: NodeId;
  readonly link: TreeLink;
}

/** What goes from its source to an edge. */
export interface TreeLink {
  /** Since it was last asked for; 0 the first time. */
  readonly bitsPerSecond: number;
  /** Null before it is known, as are the others. */
  readonly roundTripMs: number | null;
  /** Share of packets that the edge misses before they are sent again: 0 to 1. */
  readonly loss: number | null;
  /** Whether anything comes back from the edge. */
  readonly alive: boolean | null;
}

export interface TreePlace {
  readonly node: NodeId;
  /** As it is configured; null for none. */
  readonly region: string | null;
  /** Browsers that receive the webinar there, presenters among them. */
  readonly receivers: number;
  /** Whether the node answers and nothing is wrong with it. */
  readonly well: boolean;
  /** Whether it is to be emptied. */
  readonly leaving: boolean;
}

/** A live webinar that no presenter is in. */
export interface Unattended {
  /** When the last one left, or when the first should have come. */
  readonly since: string;
  /** When it ends by itself unless one comes; null if it does not. */
  readonly endsAt: string | null;
}

export interface ViewerCountChange {
  readonly count: number;
}

export interface VoteRequest {
  readonly id: QuestionId;
  /** False takes the vote back. */
  readonly isFor: boolean;
}

/** Questions for which more or fewer people are than before. */
export interface VotesChange {
  readonly votes: readonly QuestionVotes[];
}

/** Told to who sends a picture: layers above this one need not be sent, for nobody would get them. */
export interface WantedLayers {
  readonly producerId: ProducerId;
  /** From 0, the smallest; null for none. */
  readonly spatialLayer: number | null;
}

/** Told to who sends a picture: somebody's browser cannot decode it, and shall get the same picture from a second producer, a modest VP8. */
export interface WantedStandIn {
  readonly producerId: ProducerId;
  /** False when nobody needs it any more: it is closed. */
  readonly wanted: boolean;
}

/** All that a passive viewer wants at once: to join, and to receive what is on the stage. */
export interface WatchRequest {
  readonly displayName: string;
  /** What the browser can show. */
  readonly rtpCapabilities: RtpCapabilities;
  /** As in JoinRequest, and so is resume. */
  readonly seat?: string | null;
  readonly resume?: readonly TransportId[] | null;
}

export interface Watching {
  readonly joined: Joined;
  /** To receive on; null after the end, and for who keeps the one that they have. */
  readonly transport: TransportCreated | null;
  /** Running: packets flow as soon as the transport is connected. */
  readonly consumers: readonly Consumed[];
  /** Producers of which the browser knows no codec. */
  readonly unsupported: readonly ProducerId[];
}

/** A webinar as its organizer sees it. */
export interface Webinar {
  readonly id: WebinarId;
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string | null;
  readonly record: boolean;
  readonly preferH264: boolean;
  readonly moderateQuestions: boolean;
  readonly anonymousQuestions: boolean;
  readonly state: WebinarState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** It ended by itself because no presenter was there any more. */
  readonly endedUnattended: boolean;
  readonly createdAt: string;
  /** How many viewers are in it now. */
  readonly viewerCount: number;
  /** Null unless it is live and no presenter has been there for a while. */
  readonly unattended: Unattended | null;
  /** How its recording goes; null while none is wanted. */
  readonly recording: RecordingStatus | null;
}

export interface WebinarChange {
  readonly state: WebinarState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
}

/** How a webinar goes for those who watch it. */
export interface WebinarHealth {
  /** The latest look at it in plain words. */
  readonly sentence: string;
  /** Whether there is nothing that somebody should do something about. */
  readonly well: boolean;
  /** One every ten seconds while it was live, of the last two hours, oldest first. */
  readonly samples: readonly HealthSample[];
}

/** The links of a webinar. */
export interface WebinarLinks {
  /** The URL for presenters to be passed on. */
  readonly presenter: string;
  /** The URL for the audience to be passed on. */
  readonly audience: string;
  /** All that were ever made, newest first. */
  readonly issued: readonly Link[];
}

export interface WebinarPeople {
  /** Presenters first, then viewers in trouble; the first 500. */
  readonly present: readonly Person[];
  /** Who is kept out, newest first. */
  readonly removed: readonly RemovedPerson[];
}

/** What an organizer decides about a webinar, to create or to change it. */
export interface WebinarRequest {
  readonly title: string;
  readonly description?: string | null;
  readonly startsAt?: string | null;
  /** Whether it is recorded while live; yes unless said otherwise. */
  readonly record?: boolean;
  /** Whether presenters send H.264 where they can; yes unless said otherwise. */
  readonly preferH264?: boolean;
  /** Whether the audience sees a question only when a presenter has let it through; no unless said otherwise. */
  readonly moderateQuestions?: boolean;
  /** Whether who asks may keep their name to themselves; no unless said otherwise. */
  readonly anonymousQuestions?: boolean;
}

/** A webinar only ever moves forward through these. */
export type WebinarState = 'scheduled' | 'live' | 'ended';

/** The media nodes that carry a webinar, and what goes from one to the other. */
export interface WebinarTree {
  /** Where its presenters and its recorder are; null while there is none. */
  readonly origin: TreePlace | null;
  readonly edges: readonly TreeEdge[];
}
