declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type WebinarId = Id<'Webinar'>;
export type RecordingId = Id<'Recording'>;
export type LinkId = Id<'Link'>;
export type SessionId = Id<'Session'>;
export type LinkToken = Id<'LinkToken'>;
export type ParticipantId = Id<'Participant'>;
export type RemovalId = Id<'Removal'>;
export type TransportId = Id<'Transport'>;
export type ProducerId = Id<'Producer'>;
export type ConsumerId = Id<'Consumer'>;
export type NodeId = Id<'Node'>;
export type ChatMessageId = Id<'ChatMessage'>;
export type QuestionId = Id<'Question'>;

/** Marks a string that came from the server or the address bar as the id it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller names the brand
export function id<T extends Id<string>>(value: string): T {
  return value as T;
}
