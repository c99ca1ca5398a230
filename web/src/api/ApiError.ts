/** The stable codes of the server's problem documents, and `offline` for no answer at all. */
export type ApiErrorCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'wrong_host'
  | 'link_invalid'
  | 'link_expired'
  | 'link_revoked'
  | 'rate_limited'
  | 'media_unavailable'
  | 'storage_unavailable'
  | 'offline'
  | 'unexpected';

const sentences: Record<ApiErrorCode, string> = {
  invalid_request: 'Something in the form is not right. Check it and try again.',
  unauthorized: 'Your sign-in is not valid, or it has run out.',
  forbidden: 'You are not allowed to do this.',
  not_found: 'This does not exist, or it was deleted.',
  conflict: 'This is not possible right now.',
  wrong_host: 'This server does not go by that name. Open it at its own address.',
  link_invalid: 'This link does not work.',
  link_expired: 'This link has expired.',
  link_revoked: 'This link is no longer valid.',
  rate_limited: 'Too many tries in a short time. Wait a moment and try again.',
  media_unavailable: 'The media server is not answering. Try again in a moment.',
  storage_unavailable:
    'The place where recordings are kept is not answering. Try again in a moment.',
  offline: 'The server cannot be reached. Check your connection and try again.',
  unexpected: 'The server had a problem. Try again in a moment.',
};

/** A call that failed: `code` to decide on, `message` a sentence to show. */
export class ApiError extends Error {
  constructor(
    readonly code: ApiErrorCode,
    readonly status: number,
    detail?: string,
  ) {
    super(detail ?? sentences[code]);
    this.name = 'ApiError';
  }

  static offline(): ApiError {
    return new ApiError('offline', 0);
  }

  /** Reads a problem+json answer; anything else becomes a code by its status. */
  static async from(response: Response): Promise<ApiError> {
    const problem = await readProblem(response);
    const code = isCode(problem?.code) ? problem.code : codeOf(response.status);
    const detail = problem?.detail;
    return new ApiError(code, response.status, typeof detail === 'string' ? detail : undefined);
  }
}

async function readProblem(response: Response): Promise<Record<string, unknown> | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null ? { ...body } : undefined;
  } catch {
    return undefined;
  }
}

function isCode(value: unknown): value is ApiErrorCode {
  return typeof value === 'string' && value in sentences;
}

function codeOf(status: number): ApiErrorCode {
  switch (status) {
    case 400:
      return 'invalid_request';
    case 401:
      return 'unauthorized';
    case 403:
      return 'forbidden';
    case 404:
      return 'not_found';
    case 409:
      return 'conflict';
    case 421:
      return 'wrong_host';
    case 429:
      return 'rate_limited';
    case 503:
      return 'media_unavailable';
    default:
      return 'unexpected';
  }
}
