import type {
  AuditAction,
  HttpCalls,
  LinkRequest,
  Recording,
  RecordingCertificate,
  RecordingLook,
  SetupRequest,
  StageRole,
  WebinarRequest,
} from '../contract';
import type {
  LinkId,
  LinkToken,
  NodeId,
  ParticipantId,
  QuestionId,
  RecordingId,
  RemovalId,
  SessionId,
  WebinarId,
} from '../ids';
import { ApiError } from './ApiError';

export type RecordingControl = 'start' | 'pause' | 'resume' | 'stop';

export interface AuditFilter {
  readonly action: AuditAction | null;
  /** Part of who, where, or what it was done to; empty for all. */
  readonly search: string;
  /** Only lines older than this one; null for the newest. */
  readonly before: number | null;
}

type Call = keyof HttpCalls;

/** The names in braces of a call's path. */
type Named<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Named<Rest>
  : never;

interface Options {
  readonly query?: URLSearchParams;
  readonly signal?: AbortSignal | undefined;
}

/** What a call is sent with: a value for each name in its path, and its body. */
type Sent<C extends Call> = Options &
  ([Named<C>] extends [never] ? unknown : { readonly path: Readonly<Record<Named<C>, string>> }) &
  (HttpCalls[C]['body'] extends undefined ? unknown : { readonly body: HttpCalls[C]['body'] });

interface Sending extends Options {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The HTTP API, one method per call of docs/protocol.md. Every failure is an {@link ApiError}. */
export class ApiClient {
  constructor(private readonly fetcher: typeof fetch = (...args) => fetch(...args)) {}

  setupNeeded = (signal?: AbortSignal) => this.call('GET /api/setup', { signal });
  setUp = (form: SetupRequest) => this.call('POST /api/setup', { body: form });

  session = (signal?: AbortSignal) => this.call('GET /api/session', { signal });
  signIn = (email: string, password: string) =>
    this.call('POST /api/session', { body: { email, password } });
  signOut = () => this.call('DELETE /api/session', {});
  sessions = (signal?: AbortSignal) => this.call('GET /api/sessions', { signal });
  endSession = (session: SessionId) =>
    this.call('DELETE /api/sessions/{id}', { path: { id: session } });
  endOtherSessions = () => this.call('DELETE /api/sessions', {});
  changePassword = (current: string, password: string) =>
    this.call('PUT /api/password', { body: { current, password } });
  resetPassword = (token: string, password: string) =>
    this.call('POST /api/password/reset', { body: { token, password } });

  audit = ({ action, search, before }: AuditFilter, signal?: AbortSignal) => {
    const query = new URLSearchParams();
    if (action !== null) query.set('action', action);
    if (search !== '') query.set('search', search);
    if (before !== null) query.set('before', String(before));
    return this.call('GET /api/audit', { query, signal });
  };
  checkAudit = () => this.call('GET /api/audit/check', {});

  nodes = (signal?: AbortSignal) => this.call('GET /api/nodes', { signal });
  drainNode = (id: NodeId, withinMinutes: number) =>
    this.call('POST /api/nodes/{id}/drain', { path: { id }, body: { withinMinutes } });
  keepNode = (id: NodeId) => this.call('DELETE /api/nodes/{id}/drain', { path: { id } });

  webinars = (signal?: AbortSignal) => this.call('GET /api/webinars', { signal });
  webinar = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}', { path: { id }, signal });
  webinarHealth = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/health', { path: { id }, signal });
  webinarTree = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/tree', { path: { id }, signal });
  createWebinar = (wanted: WebinarRequest) => this.call('POST /api/webinars', { body: wanted });
  updateWebinar = (id: WebinarId, wanted: WebinarRequest) =>
    this.call('PUT /api/webinars/{id}', { path: { id }, body: wanted });
  deleteWebinar = (id: WebinarId) => this.call('DELETE /api/webinars/{id}', { path: { id } });
  startWebinar = (id: WebinarId) => this.call('POST /api/webinars/{id}/start', { path: { id } });
  endWebinar = (id: WebinarId) => this.call('POST /api/webinars/{id}/end', { path: { id } });
  controlRecording = (id: WebinarId, control: RecordingControl) =>
    this.call(`POST /api/webinars/{id}/recording/${control}`, { path: { id } });
  markRecording = (id: WebinarId, label: string) =>
    this.call('POST /api/webinars/{id}/recording/marker', { path: { id }, body: { label } });
  links = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/links', { path: { id }, signal });
  createLink = (id: WebinarId, wanted: LinkRequest) =>
    this.call('POST /api/webinars/{id}/links', { path: { id }, body: wanted });
  revokeLink = (id: WebinarId, linkId: LinkId) =>
    this.call('DELETE /api/webinars/{id}/links/{linkId}', { path: { id, linkId } });
  revokeLinks = (id: WebinarId, role: StageRole) =>
    this.call('POST /api/webinars/{id}/links/revoke', { path: { id }, body: { role } });

  people = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/people', { path: { id }, signal });
  personQuality = (id: WebinarId, participantId: ParticipantId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/people/{participantId}/quality', {
      path: { id, participantId },
      signal,
    });
  removePerson = (id: WebinarId, participantId: ParticipantId) =>
    this.call('DELETE /api/webinars/{id}/people/{participantId}', { path: { id, participantId } });
  letIn = (id: WebinarId, removalId: RemovalId) =>
    this.call('DELETE /api/webinars/{id}/removed/{removalId}', { path: { id, removalId } });

  questions = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/questions', { path: { id }, signal });
  dismissQuestion = (id: WebinarId, questionId: QuestionId) =>
    this.call('DELETE /api/webinars/{id}/questions/{questionId}', { path: { id, questionId } });

  recordings = (id: WebinarId, signal?: AbortSignal) =>
    this.call('GET /api/webinars/{id}/recordings', { path: { id }, signal });
  recording = (id: RecordingId, signal?: AbortSignal) =>
    this.call('GET /api/recordings/{id}', { path: { id }, signal });
  certificate = async ({ certificateUrl }: Recording, signal?: AbortSignal) => {
    if (certificateUrl === null) return null;
    const response = await this.send('GET', certificateUrl, { signal });
    return (await response.json()) as RecordingCertificate;
  };
  retryRecording = (id: RecordingId) =>
    this.call('POST /api/recordings/{id}/retry', { path: { id } });
  renderRecording = (id: RecordingId, look: RecordingLook) =>
    this.call('POST /api/recordings/{id}/render', { path: { id }, body: look });
  cancelRecording = (id: RecordingId) =>
    this.call('POST /api/recordings/{id}/cancel', { path: { id } });
  keepRecording = (id: RecordingId, expiresAt: string | null, legalHold: boolean) =>
    this.call('PUT /api/recordings/{id}/retention', {
      path: { id },
      body: { expiresAt, legalHold },
    });
  recordingHistory = (id: RecordingId, signal?: AbortSignal) =>
    this.call('GET /api/recordings/{id}/history', { path: { id }, signal });
  storage = (signal?: AbortSignal) => this.call('GET /api/storage', { signal });
  revokeRecordingLinks = (id: RecordingId) =>
    this.call('DELETE /api/recordings/{id}/links', { path: { id } });
  deleteRecording = (id: RecordingId) => this.call('DELETE /api/recordings/{id}', { path: { id } });

  invitation = (token: LinkToken, signal?: AbortSignal) =>
    this.call('GET /api/join/{token}', { path: { token }, signal });

  private call<C extends Call>(call: C, sent: Sent<C>): Promise<HttpCalls[C]['answer']>;
  private async call(call: Call, { path = {}, ...sent }: Sending): Promise<unknown> {
    const [method = '', template = ''] = call.split(' ');
    const place = template.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(path[name] ?? ''),
    );
    const response = await this.send(method, place, sent);
    return isJson(response) ? ((await response.json()) as unknown) : undefined;
  }

  private async send(
    method: string,
    path: string,
    { query, body, signal }: Sending,
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
      response = await this.fetcher(query ? `${path}?${query.toString()}` : path, init);
    } catch (error) {
      if (signal?.aborted) throw error;
      throw ApiError.offline();
    }
    if (!response.ok) throw await ApiError.from(response);
    return response;
  }
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('json') ?? false;
}
