import type { RecordingId, WebinarId } from '../ids';

export type WebinarState = 'scheduled' | 'live' | 'ended';
export type Role = 'presenter' | 'viewer';

export interface Organizer {
  readonly name: string;
  readonly email: string;
}

export interface Webinar {
  readonly id: WebinarId;
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string | null;
  readonly record: boolean;
  readonly state: WebinarState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly createdAt: string;
  readonly viewerCount: number;
}

export interface WebinarDraft {
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string | null;
  readonly record: boolean;
}

export interface WebinarLinks {
  readonly presenter: string;
  readonly audience: string;
}

export type RecordingState = 'recording' | 'processing' | 'ready' | 'failed';
export type RecordingStep = 'finalize' | 'transcode' | 'thumbnail' | 'upload' | 'verify';

export interface RecordingFile {
  readonly name: string;
  readonly kind: 'video' | 'audio' | 'poster';
  readonly contentType: string;
  readonly bytes: number;
  /** A signed link that expires: use it soon, do not keep it. */
  readonly url: string;
}

export interface Recording {
  readonly id: RecordingId;
  readonly webinarId: WebinarId;
  readonly state: RecordingState;
  readonly step: RecordingStep | null;
  readonly percent: number | null;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly files: readonly RecordingFile[];
}

export interface Invitation {
  readonly role: Role;
  readonly webinar: Pick<Webinar, 'id' | 'title' | 'description' | 'state' | 'startsAt'>;
}
