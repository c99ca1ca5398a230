/** Why a camera, microphone or screen cannot be used. */
export type CaptureProblem =
  | 'denied'
  | 'missing'
  | 'busy'
  /** The page came by plain http, where browsers give out nothing. */
  | 'insecure'
  /** This browser gives web pages no devices at all. */
  | 'unsupported'
  | 'unknown';

/** Reads what getUserMedia or getDisplayMedia threw. */
export function captureProblem(cause: unknown): CaptureProblem {
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'unknown';
  }
}
