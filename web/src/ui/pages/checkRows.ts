import type { CaptureProblem } from '../../media/CaptureProblem';
import type {
  CaptureResult,
  CarriedResult,
  CheckReport,
  Way,
  WayResult,
} from '../../media/check/CheckReport';
import { bitRate, percent } from '../words';

export interface CheckRow {
  readonly name: string;
  /** `absent`: not tried, for there is nothing to try. */
  readonly state: 'waiting' | 'running' | 'well' | 'bad' | 'absent';
  readonly words: string;
}

/** What is tried, in this order, and what came of it. */
export function rowsOf(report: CheckReport): readonly CheckRow[] {
  const { camera, microphone, line, ways, carried } = report;
  const rows: CheckRow[] = [
    capture('Camera', camera),
    capture('Microphone', microphone),
    lineRow(line),
    way('UDP', 'udp', ways.udp),
    way('TCP', 'tcp', ways.tcp),
    way('Relay', 'relay', ways.relay),
    carriedRow(carried),
  ];
  if (report.done) return rows.map(leftOut);
  const next = rows.findIndex(({ state }) => state === 'waiting');
  return rows.map((row, i) => (i === next ? { ...row, state: 'running', words: '' } : row));
}

function capture(name: string, result: CaptureResult | null): CheckRow {
  if (!result) return waiting(name);
  return result.problem === null
    ? { name, state: 'well', words: result.label ?? 'There' }
    : { name, state: 'bad', words: captureWords[result.problem] };
}

const captureWords: Readonly<Record<CaptureProblem, string>> = {
  denied: 'Not allowed: the symbol beside the address lets you change that',
  missing: 'None is plugged in',
  busy: 'Another program uses it',
  insecure: 'Browsers allow it on https:// and localhost only',
  unsupported: 'This browser gives pages none',
  unknown: 'It could not be opened',
};

function lineRow(line: CheckReport['line']): CheckRow {
  const name = 'Server';
  if (!line) return waiting(name);
  switch (line.problem) {
    case 'blocked':
      return { name, state: 'bad', words: 'Out of reach by WebSocket' };
    case 'busy':
      return { name, state: 'bad', words: 'Too many checks at once' };
    case 'down':
      return { name, state: 'bad', words: 'Carries no media now' };
    case null:
      return { name, state: 'well', words: `Answers after ${ms(line.answerMs)}` };
  }
}

function way(name: string, which: Way, result: WayResult | null): CheckRow {
  switch (result?.outcome) {
    case 'through': {
      const trip = result.roundTripMs === null ? '' : `, ${ms(result.roundTripMs)} there and back`;
      return { name, state: 'well', words: `Open after ${ms(result.connectedMs)}${trip}` };
    }
    case 'blocked':
      return { name, state: 'bad', words: blocked[which] };
    case 'absent':
      return { name, state: 'absent', words: 'This server has none' };
    case undefined:
      return waiting(name);
  }
}

const blocked: Readonly<Record<Way, string>> = {
  udp: 'Blocked',
  tcp: 'Blocked',
  relay: 'Out of reach',
};

function carriedRow(carried: CarriedResult | null): CheckRow {
  const name = 'There and back';
  if (!carried) return waiting(name);
  const { sentBps, receivedBps, lostUp, lostDown } = carried;
  const lost = Math.max(lostUp, lostDown);
  const words = `${bitRate(sentBps)} up, ${bitRate(receivedBps)} down${lost > 0 ? `, ${percent(lost)} lost` : ''}`;
  return { name, state: receivedBps > 0 ? 'well' : 'bad', words };
}

function waiting(name: string): CheckRow {
  return { name, state: 'waiting', words: '' };
}

function leftOut(row: CheckRow): CheckRow {
  return row.state === 'waiting' ? { ...row, state: 'absent', words: 'Not tried' } : row;
}

function ms(value: number): string {
  return `${String(Math.round(value))} ms`;
}
