import type { Joined, ServerCalls } from '../contract';

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
