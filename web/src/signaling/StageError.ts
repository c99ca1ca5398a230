const hubException = /HubException: (?<code>[a-z_]+): (?<sentence>.+)$/s;

/** A stage call that failed: `code` from docs/protocol.md, or `unexpected` without one. */
export class StageError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'StageError';
  }

  /** Reads SignalR's "… HubException: code: sentence". */
  static from(cause: unknown): StageError {
    if (cause instanceof StageError) return cause;
    const text = cause instanceof Error ? cause.message : String(cause);
    const match = hubException.exec(text)?.groups;
    if (match?.code && match.sentence) {
      return new StageError(match.code, match.sentence);
    }
    return new StageError('unexpected', 'The connection to the stage was interrupted.');
  }
}
