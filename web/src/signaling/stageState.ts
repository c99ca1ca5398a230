import { assertNever } from '../assertNever';
import type {
  ChatMessage,
  Joined,
  JoinedWebinar,
  RecordingStatus,
  StageProducer,
  StageRole,
} from '../contract';
import type { Questions } from './questions';
import {
  noQuestions,
  withAsked,
  withChanged,
  withMine,
  withVote,
  withVotes,
  without as withoutQuestion,
} from './questions';
import type { StageEvent } from './StageEvent';
import type { ParticipantId, ProducerId } from '../ids';

const chatKept = 500;

export type StageState =
  | { readonly phase: 'connecting' }
  | { readonly phase: 'refused'; readonly code: string; readonly message: string }
  | StageJoined;

export interface StageJoined {
  readonly phase: 'joined';
  /** False while the line is down; what is shown is then the last that was known. */
  readonly online: boolean;
  readonly me: ParticipantId;
  readonly role: StageRole;
  readonly webinar: JoinedWebinar;
  readonly producers: readonly StageProducer[];
  readonly viewerCount: number;
  readonly chat: readonly ChatMessage[];
  readonly questions: Questions;
  readonly recording: RecordingStatus | null;
  readonly viewersWithoutPicture: number;
}

export const initialStage: StageState = { phase: 'connecting' };

/** What the stage looks like after an event; the same object when nothing visible changed. */
export function reduceStage(state: StageState, event: StageEvent): StageState {
  switch (event.type) {
    case 'Connecting':
      return initialStage;
    case 'Joined':
      return joined(event.body, state);
    case 'Refused':
      return { phase: 'refused', code: event.code, message: event.message };
    case 'Dismissed':
      return { phase: 'refused', ...event.body };
    default:
      return state.phase === 'joined' ? reduceJoined(state, event) : state;
  }
}

type LaterEvent = Exclude<StageEvent, { type: 'Connecting' | 'Joined' | 'Refused' | 'Dismissed' }>;

function reduceJoined(state: StageJoined, event: LaterEvent): StageJoined {
  switch (event.type) {
    case 'Lost':
      return { ...state, online: false };
    case 'WebinarChanged': {
      const producers = event.body.state === 'ended' ? [] : state.producers;
      return { ...state, producers, webinar: { ...state.webinar, ...event.body } };
    }
    case 'ProducerAdded':
    case 'ProducerChanged':
      return { ...state, producers: withProducer(state.producers, event.body) };
    case 'ProducerRemoved':
      return { ...state, producers: without(state.producers, event.body.producerId) };
    case 'RecordingChanged':
      return { ...state, recording: event.body.recording };
    case 'ViewerCountChanged':
      return { ...state, viewerCount: event.body.count };
    case 'ViewersWithoutPictureChanged':
      return { ...state, viewersWithoutPicture: event.body.count };
    case 'ChatReceived':
      return { ...state, chat: withMessage(state.chat, event.body) };
    case 'ChatRemoved':
      return { ...state, chat: state.chat.filter(({ id }) => id !== event.body.id) };
    case 'QuestionChanged':
      return { ...state, questions: withChanged(state.questions, event.body) };
    case 'QuestionRemoved':
      return { ...state, questions: withoutQuestion(state.questions, event.body.id) };
    case 'VotesChanged':
      return { ...state, questions: withVotes(state.questions, event.body.votes) };
    case 'MyQuestions':
      return { ...state, questions: withMine(state.questions, event.body) };
    case 'Voted':
      return { ...state, questions: withVote(state.questions, event.body, event.isFor) };
    case 'Asked':
      return { ...state, questions: withAsked(state.questions, event.body) };
    case 'StageReset':
      return { ...state, online: false, producers: [] };
    case 'PictureHeldBack':
    case 'WantedLayersChanged':
    case 'WantedStandInChanged':
    case 'TransportClosed':
      return state;
    default:
      return assertNever(event);
  }
}

function joined(body: Joined, before: StageState): StageJoined {
  const own = before.phase === 'joined' ? before.questions : noQuestions;
  return {
    phase: 'joined',
    online: true,
    me: body.participantId,
    role: body.role,
    webinar: body.webinar,
    producers: body.producers,
    viewerCount: body.viewerCount,
    chat: body.chat,
    questions: { ...own, shown: body.questions },
    recording: body.recording,
    viewersWithoutPicture: body.viewersWithoutPicture,
  };
}

function withProducer(
  producers: readonly StageProducer[],
  producer: StageProducer,
): readonly StageProducer[] {
  const known = producers.some((other) => other.producerId === producer.producerId);
  if (!known) return [...producers, producer];
  return producers.map((other) => (other.producerId === producer.producerId ? producer : other));
}

function without(producers: readonly StageProducer[], gone: ProducerId): readonly StageProducer[] {
  return producers.filter((producer) => producer.producerId !== gone);
}

function withMessage(chat: readonly ChatMessage[], message: ChatMessage): readonly ChatMessage[] {
  if (chat.some((other) => other.id === message.id)) return chat;
  return [...chat, message].slice(-chatKept);
}
