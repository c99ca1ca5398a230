import type { Joined, ServerCalls, Watching } from '../contract';

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
  | { readonly type: 'Lost' }
  | { readonly type: 'Refused'; readonly code: string; readonly message: string };
