import type {
  Joined,
  MyQuestions,
  QuestionVotes,
  ServerCalls,
  StageQuestion,
  Watching,
} from '../contract';

/** A server call as a message: `type` says which. */
export type ServerMessage = {
  [Method in keyof ServerCalls]: { readonly type: Method; readonly body: ServerCalls[Method] };
}[keyof ServerCalls];

/** What is received from the first moment on, because it was asked for with the way in. */
export type Reception = Omit<Watching, 'joined'>;

/** What happens on a connection: the server's messages and the state of the line itself. */
export type StageEvent =
  | ServerMessage
  | { readonly type: 'Connecting' }
  /** `reception` is null for who joined without watching. */
  | { readonly type: 'Joined'; readonly body: Joined; readonly reception: Reception | null }
  /** What is about this person alone was asked for. */
  | { readonly type: 'MyQuestions'; readonly body: MyQuestions }
  /** This person's vote was counted. */
  | { readonly type: 'Voted'; readonly isFor: boolean; readonly body: QuestionVotes }
  /** This person asked. */
  | { readonly type: 'Asked'; readonly body: StageQuestion }
  | { readonly type: 'Lost' }
  | { readonly type: 'Refused'; readonly code: string; readonly message: string };
