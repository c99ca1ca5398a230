import type {
  LinkId,
  LinkToken,
  ParticipantId,
  RecordingId,
  RemovalId,
  SessionId,
  WebinarId,
} from '../ids';
import { ApiError } from './ApiError';
import type {
  AuditAction,
  AuditCheck,
  AuditPage,
  Certificate,
  Invitation,
  IssuedLink,
  LinkDraft,
  OpenSession,
  Organizer,
  Recording,
  RecordingControl,
  RecordingLook,
  RecordingNote,
  Role,
  Webinar,
  WebinarDraft,
  WebinarLinks,
  WebinarPeople,
} from './types';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface SetupForm {
  readonly token: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface AuditFilter {
  readonly action: AuditAction | null;
  /** Part of who, where, or what it was done to; empty for all. */
  readonly search: string;
  /** Only lines older than this one; null for the newest. */
  readonly before: number | null;
}

/** The HTTP API, one method per call of docs/protocol.md. Every failure is an {@link ApiError}. */
export class ApiClient {
  constructor(private readonly fetcher: typeof fetch = (...args) => fetch(...args)) {}

  setupNeeded = (signal?: AbortSignal) =>
    this.json<{ readonly needed: boolean }>('GET', '/api/setup', undefined, signal);
  setUp = (form: SetupForm) => this.nothing('POST', '/api/setup', form);

  session = (signal?: AbortSignal) =>
    this.json<Organizer>('GET', '/api/session', undefined, signal);
  signIn = (email: string, password: string) =>
    this.json<Organizer>('POST', '/api/session', { email, password });
  signOut = () => this.nothing('DELETE', '/api/session');
  sessions = (signal?: AbortSignal) =>
    this.json<readonly OpenSession[]>('GET', '/api/sessions', undefined, signal);
  endSession = (session: SessionId) => this.nothing('DELETE', `/api/sessions/${session}`);
  endOtherSessions = () => this.nothing('DELETE', '/api/sessions');
  changePassword = (current: string, password: string) =>
    this.nothing('PUT', '/api/password', { current, password });
  resetPassword = (token: string, password: string) =>
    this.json<Organizer>('POST', '/api/password/reset', { token, password });

  audit = ({ action, search, before }: AuditFilter, signal?: AbortSignal) => {
    const query = new URLSearchParams();
    if (action !== null) query.set('action', action);
    if (search !== '') query.set('search', search);
    if (before !== null) query.set('before', String(before));
    return this.json<AuditPage>('GET', `/api/audit?${query.toString()}`, undefined, signal);
  };
  checkAudit = () => this.json<AuditCheck>('GET', '/api/audit/check');

  webinars = (signal?: AbortSignal) =>
    this.json<readonly Webinar[]>('GET', '/api/webinars', undefined, signal);
  webinar = (webinar: WebinarId, signal?: AbortSignal) =>
    this.json<Webinar>('GET', `/api/webinars/${webinar}`, undefined, signal);
  createWebinar = (draft: WebinarDraft) => this.json<Webinar>('POST', '/api/webinars', draft);
  updateWebinar = (webinar: WebinarId, draft: WebinarDraft) =>
    this.json<Webinar>('PUT', `/api/webinars/${webinar}`, draft);
  deleteWebinar = (webinar: WebinarId) => this.nothing('DELETE', `/api/webinars/${webinar}`);
  startWebinar = (webinar: WebinarId) =>
    this.json<Webinar>('POST', `/api/webinars/${webinar}/start`);
  endWebinar = (webinar: WebinarId) => this.json<Webinar>('POST', `/api/webinars/${webinar}/end`);
  controlRecording = (webinar: WebinarId, control: RecordingControl) =>
    this.json<Webinar>('POST', `/api/webinars/${webinar}/recording/${control}`);
  markRecording = (webinar: WebinarId, label: string) =>
    this.nothing('POST', `/api/webinars/${webinar}/recording/marker`, { label });
  links = (webinar: WebinarId, signal?: AbortSignal) =>
    this.json<WebinarLinks>('GET', `/api/webinars/${webinar}/links`, undefined, signal);
  createLink = (webinar: WebinarId, draft: LinkDraft) =>
    this.json<IssuedLink>('POST', `/api/webinars/${webinar}/links`, draft);
  revokeLink = (webinar: WebinarId, link: LinkId) =>
    this.nothing('DELETE', `/api/webinars/${webinar}/links/${link}`);
  revokeLinks = (webinar: WebinarId, role: Role) =>
    this.nothing('POST', `/api/webinars/${webinar}/links/revoke`, { role });

  people = (webinar: WebinarId, signal?: AbortSignal) =>
    this.json<WebinarPeople>('GET', `/api/webinars/${webinar}/people`, undefined, signal);
  removePerson = (webinar: WebinarId, participant: ParticipantId) =>
    this.nothing('DELETE', `/api/webinars/${webinar}/people/${participant}`);
  letIn = (webinar: WebinarId, removal: RemovalId) =>
    this.nothing('DELETE', `/api/webinars/${webinar}/removed/${removal}`);

  recordings = (webinar: WebinarId, signal?: AbortSignal) =>
    this.json<readonly Recording[]>(
      'GET',
      `/api/webinars/${webinar}/recordings`,
      undefined,
      signal,
    );
  recording = (recording: RecordingId, signal?: AbortSignal) =>
    this.json<Recording>('GET', `/api/recordings/${recording}`, undefined, signal);
  certificate = ({ certificateUrl }: Recording, signal?: AbortSignal) =>
    certificateUrl === null
      ? Promise.resolve(null)
      : this.json<Certificate>('GET', certificateUrl, undefined, signal);
  retryRecording = (recording: RecordingId) =>
    this.json<Recording>('POST', `/api/recordings/${recording}/retry`);
  renderRecording = (recording: RecordingId, look: RecordingLook) =>
    this.json<Recording>('POST', `/api/recordings/${recording}/render`, look);
  cancelRecording = (recording: RecordingId) =>
    this.json<Recording>('POST', `/api/recordings/${recording}/cancel`);
  keepRecording = (recording: RecordingId, expiresAt: string | null, legalHold: boolean) =>
    this.json<Recording>('PUT', `/api/recordings/${recording}/retention`, { expiresAt, legalHold });
  recordingHistory = (recording: RecordingId, signal?: AbortSignal) =>
    this.json<readonly RecordingNote[]>(
      'GET',
      `/api/recordings/${recording}/history`,
      undefined,
      signal,
    );
  revokeRecordingLinks = (recording: RecordingId) =>
    this.nothing('DELETE', `/api/recordings/${recording}/links`);
  deleteRecording = (recording: RecordingId) =>
    this.nothing('DELETE', `/api/recordings/${recording}`);

  invitation = (token: LinkToken, signal?: AbortSignal) =>
    this.json<Invitation>('GET', `/api/join/${encodeURIComponent(token)}`, undefined, signal);

  private async json<T>(
    method: Method,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<T> {
    const response = await this.send(method, path, body, signal);
    return (await response.json()) as T;
  }

  private async nothing(method: Method, path: string, body?: object): Promise<void> {
    await this.send(method, path, body);
  }

  private async send(
    method: Method,
    path: string,
    body?: object,
    signal?: AbortSignal,
  ): Promise<Response> {
    const headers = new Headers({ accept: 'application/json' });
    // A cross-site form cannot send this header, so the server asks for it on unsafe methods.
    if (method !== 'GET') headers.set('X-Broadcast', '1');
    if (body) headers.set('content-type', 'application/json');
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (body) init.body = JSON.stringify(body);
    if (signal) init.signal = signal;

    let response: Response;
    try {
      response = await this.fetcher(path, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw ApiError.offline();
    }
    if (!response.ok) throw await ApiError.from(response);
    return response;
  }
}
