import type { CaptureProblem } from '../CaptureProblem';

/** A way that media may take. */
export type Way = 'udp' | 'tcp' | 'relay';

export type WayResult =
  | {
      readonly outcome: 'through';
      readonly connectedMs: number;
      readonly roundTripMs: number | null;
    }
  | { readonly outcome: 'blocked' }
  /** This server has no relay. */
  | { readonly outcome: 'absent' };

export interface CaptureResult {
  readonly label: string | null;
  readonly problem: CaptureProblem | null;
}

/** A picture that was sent to the server and came back, for some seconds. */
export interface CarriedResult {
  readonly sentBps: number;
  readonly receivedBps: number;
  /** Share of the packets that did not arrive there, and here. */
  readonly lostUp: number;
  readonly lostDown: number;
  /** Whether it was the network that kept it from being more, and not this computer. */
  readonly limited: boolean;
}

/** What a check has found so far; null for what has not been tried yet. */
export interface CheckReport {
  /** A sentence if this browser cannot take part in live video. */
  readonly browser: { readonly problem: string | null } | null;
  readonly line: {
    readonly problem: 'blocked' | 'busy' | 'down' | null;
    readonly answerMs: number;
  } | null;
  readonly ways: Readonly<Record<Way, WayResult | null>>;
  readonly camera: CaptureResult | null;
  readonly microphone: CaptureResult | null;
  readonly carried: CarriedResult | null;
  readonly done: boolean;
}

export const nothingChecked: CheckReport = {
  browser: null,
  line: null,
  ways: { udp: null, tcp: null, relay: null },
  camera: null,
  microphone: null,
  carried: null,
  done: false,
};
