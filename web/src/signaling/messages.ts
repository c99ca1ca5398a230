import type {
  DtlsParameters,
  IceCandidate,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
} from 'mediasoup-client/types';
import type { Invitation, RecordingStatus, Role, Webinar, WebinarState } from '../api/types';
import type { ChatMessageId, ConsumerId, ParticipantId, ProducerId, TransportId } from '../ids';

export type Source = 'camera' | 'microphone' | 'screen' | 'screenAudio';
export type Direction = 'send' | 'recv';

export interface StageProducer {
  readonly producerId: ProducerId;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly kind: MediaKind;
  readonly source: Source;
  readonly paused: boolean;
}

export interface ChatMessage {
  readonly id: ChatMessageId;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly role: Role;
  readonly text: string;
  readonly sentAt: string;
}

export type StageWebinar = Invitation['webinar'] & {
  readonly preferH264: Webinar['preferH264'];
  readonly startedAt: string | null;
  readonly endedAt: string | null;
};

export interface Joined {
  readonly participantId: ParticipantId;
  readonly role: Role;
  readonly webinar: StageWebinar;
  /** Null once the webinar has ended: there is no media any more. */
  readonly routerRtpCapabilities: RtpCapabilities | null;
  readonly producers: readonly StageProducer[];
  readonly viewerCount: number;
  readonly chat: readonly ChatMessage[];
  /** Presenters only; null while there is none. */
  readonly recording: RecordingStatus | null;
  /** Presenters only: people whose browser cannot show a picture that is on the stage. */
  readonly viewersWithoutPicture: number;
}

export interface TransportOffer {
  readonly id: TransportId;
  readonly iceParameters: IceParameters;
  readonly iceCandidates: IceCandidate[];
  readonly dtlsParameters: DtlsParameters;
  readonly iceServers: RTCIceServer[] | null;
}

export interface ConsumerOffer {
  readonly consumerId: ConsumerId;
  readonly producerId: ProducerId;
  readonly kind: MediaKind;
  readonly rtpParameters: RtpParameters;
  readonly producerPaused: boolean;
}

/** Every call a client makes: method name → argument and answer. */
export interface StageCalls {
  /** `seat` is a secret: who joins with it again has the same seat. */
  Join: { argument: { displayName: string; seat: string }; answer: Joined };
  CreateTransport: { argument: { direction: Direction }; answer: TransportOffer };
  ConnectTransport: {
    argument: { transportId: TransportId; dtlsParameters: DtlsParameters };
    answer: void;
  };
  RestartIce: {
    argument: { transportId: TransportId };
    answer: { iceParameters: IceParameters };
  };
  Produce: {
    argument: {
      transportId: TransportId;
      kind: MediaKind;
      source: Source;
      rtpParameters: RtpParameters;
      paused: boolean;
    };
    answer: { producerId: ProducerId };
  };
  PauseProducer: { argument: { producerId: ProducerId }; answer: void };
  ResumeProducer: { argument: { producerId: ProducerId }; answer: void };
  CloseProducer: { argument: { producerId: ProducerId }; answer: void };
  Consume: {
    argument: {
      transportId: TransportId;
      producerId: ProducerId;
      rtpCapabilities: RtpCapabilities;
    };
    answer: ConsumerOffer;
  };
  ResumeConsumer: { argument: { consumerId: ConsumerId }; answer: void };
  PauseConsumer: { argument: { consumerId: ConsumerId }; answer: void };
  CloseConsumer: { argument: { consumerId: ConsumerId }; answer: void };
  SendChat: { argument: { text: string }; answer: ChatMessage };
  /** Presenters only, as is the next. */
  RemoveChat: { argument: { id: ChatMessageId }; answer: void };
  /** The person is told, and kept out. */
  RemovePerson: { argument: { participantId: ParticipantId }; answer: void };
}

/** What the server tells, by the method name it calls. */
export interface ServerCalls {
  WebinarChanged: Pick<StageWebinar, 'state' | 'startedAt' | 'endedAt'> & { state: WebinarState };
  ProducerAdded: StageProducer;
  ProducerChanged: StageProducer;
  ProducerRemoved: { readonly producerId: ProducerId };
  RecordingChanged: { readonly recording: RecordingStatus | null };
  ViewerCountChanged: { readonly count: number };
  ViewersWithoutPictureChanged: { readonly count: number };
  ChatReceived: ChatMessage;
  ChatRemoved: { readonly id: ChatMessageId };
  TransportClosed: { readonly transportId: TransportId; readonly reason: string };
  StageReset: { readonly reason: string };
  /** It is over for this connection: `code` says why, `message` is a sentence to show. */
  Dismissed: { readonly code: string; readonly message: string };
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
  'TransportClosed',
  'StageReset',
  'Dismissed',
] as const satisfies readonly (keyof ServerCalls)[];

/** A server call as a message: `type` says which. */
export type ServerMessage = {
  [Method in keyof ServerCalls]: { readonly type: Method; readonly body: ServerCalls[Method] };
}[keyof ServerCalls];

/** What happens on a connection: the server's messages and the state of the line itself. */
export type StageEvent =
  | ServerMessage
  | { readonly type: 'Connecting' }
  | { readonly type: 'Joined'; readonly body: Joined }
  | { readonly type: 'Lost' }
  | { readonly type: 'Refused'; readonly code: string; readonly message: string };
