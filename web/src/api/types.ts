import type { LinkId, ParticipantId, RecordingId, RemovalId, SessionId, WebinarId } from '../ids';

export type WebinarState = 'scheduled' | 'live' | 'ended';
export type Role = 'presenter' | 'viewer';

export interface Organizer {
  readonly name: string;
  readonly email: string;
}

/** Where an organizer is signed in. */
export interface OpenSession {
  readonly id: SessionId;
  /** What the browser calls itself. */
  readonly browser: string;
  readonly address: string | null;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** The one that asks. */
  readonly current: boolean;
}

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
  | 'recordingControlled'
  | 'recordingRendered'
  | 'recordingKept'
  | 'recordingDownloaded'
  | 'recordingWatched'
  | 'recordingLinksRevoked'
  | 'recordingDeleted';

/** A line of the audit log. */
export interface AuditEntry {
  readonly id: number;
  readonly at: string;
  readonly action: AuditAction;
  /** Null for a stranger. */
  readonly actor: string | null;
  readonly address: string | null;
  /** The id of what it was done to, or the e-mail address that was tried. */
  readonly subject: string | null;
  readonly detail: string | null;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins; null on the last one. */
  readonly before: number | null;
}

export interface AuditCheck {
  readonly entries: number;
  readonly head: string;
  /** The first line that does not follow from the one before; null if all do. */
  readonly brokenAt: number | null;
}

export type RecordingControl = 'start' | 'pause' | 'resume' | 'stop';

/** How the recording of a live webinar goes; the light says whether it was played back and found good. */
export interface RecordingStatus {
  /** Null while there is none although one is wanted. */
  readonly id: RecordingId | null;
  readonly state: 'recording' | 'paused' | 'stopped';
  readonly light: 'waiting' | 'green' | 'amber' | 'red';
  readonly sentence: string;
  readonly checkedAt: string | null;
}

export interface Webinar {
  readonly id: WebinarId;
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string | null;
  readonly record: boolean;
  readonly preferH264: boolean;
  readonly state: WebinarState;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** It ended by itself because no presenter was there any more. */
  readonly endedUnattended: boolean;
  readonly createdAt: string;
  readonly viewerCount: number;
  /** Live, and no presenter has been there for a while; it ends by itself unless `endsAt` is null. */
  readonly unattended: { readonly since: string; readonly endsAt: string | null } | null;
  /** Null while none is wanted. */
  readonly recording: RecordingStatus | null;
}

export interface WebinarDraft {
  readonly title: string;
  readonly description: string | null;
  readonly startsAt: string | null;
  readonly record: boolean;
  readonly preferH264: boolean;
}

export interface IssuedLink {
  readonly id: LinkId;
  readonly role: Role;
  /** Whose link it is; null for one that is passed on to many. */
  readonly label: string | null;
  readonly url: string;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly expiresAt: string;
  readonly revokedAt: string | null;
}

export interface LinkDraft {
  readonly role: Role;
  readonly expiresInMinutes: number;
  readonly label: string | null;
}

export interface WebinarLinks {
  /** To be passed on to presenters, and to the audience. */
  readonly presenter: string;
  readonly audience: string;
  /** All that were ever made, newest first. */
  readonly issued: readonly IssuedLink[];
}

export interface WebinarPeople {
  /** Presenters first. */
  readonly present: readonly {
    readonly participantId: ParticipantId;
    readonly displayName: string;
    readonly role: Role;
  }[];
  /** Who is kept out. */
  readonly removed: readonly RemovedPerson[];
}

export interface RemovedPerson {
  readonly id: RemovalId;
  readonly displayName: string;
  readonly removedAt: string;
  readonly removedBy: string;
}

export type RecordingState = 'recording' | 'processing' | 'ready' | 'failed';
export type RecordingStep = 'finalize' | 'compose' | 'package' | 'upload' | 'verify';

export interface RecordingFile {
  readonly name: string;
  readonly kind:
    'video' | 'audio' | 'poster' | 'sprites' | 'spriteIndex' | 'chapters' | 'playlist' | 'track';
  readonly contentType: string;
  readonly bytes: number;
  /** A signed link that expires: use it soon, do not keep it. */
  readonly url: string;
}

export interface RecordingLook {
  readonly arrangement: 'grid' | 'speaker';
  readonly height: 480 | 720 | 1080;
  readonly showNames: boolean;
  readonly title: string | null;
  /** Each producer's media as a file of its own, too. */
  readonly tracks: boolean;
}

export interface RecordingNote {
  readonly at: string;
  readonly text: string;
}

export interface Recording {
  readonly id: RecordingId;
  readonly webinarId: WebinarId;
  readonly state: RecordingState;
  readonly step: RecordingStep | null;
  readonly percent: number | null;
  readonly secondsLeft: number | null;
  readonly error: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly look: RecordingLook;
  readonly expiresAt: string | null;
  readonly legalHold: boolean;
  readonly files: readonly RecordingFile[];
  /** HLS or a WebM of what there is so far, whole once the recording has ended; null before there is anything. */
  readonly liveUrl: string | null;
  /** Null while it runs. */
  readonly certificateUrl: string | null;
}

export interface CertifiedTrack {
  readonly track: string;
  readonly participant?: string;
  readonly source?: string;
  readonly kind: 'audio' | 'video';
  readonly codec?: string;
  readonly packetsExpected: number;
  readonly packetsReceived: number;
  readonly packetsRecovered: number;
  readonly packetsMissing: number;
  readonly packetsInvalid: number;
  readonly missing: readonly { readonly atMs: number; readonly packets: number }[];
}

/** What a recording is worth, in figures. */
export interface Certificate {
  readonly durationMs: number;
  readonly endedInOrder: boolean;
  readonly isComplete: boolean;
  readonly shed: number;
  readonly tracks: readonly CertifiedTrack[];
  readonly segments: readonly { readonly name: string }[];
}

export interface Invitation {
  readonly role: Role;
  readonly webinar: Pick<Webinar, 'id' | 'title' | 'description' | 'state' | 'startsAt'>;
}
