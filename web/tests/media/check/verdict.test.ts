import { describe, expect, it } from 'vitest';
import { nothingChecked } from '../../../src/media/check/CheckReport';
import type { CarriedResult, CheckReport, WayResult } from '../../../src/media/check/CheckReport';
import { verdictOf } from '../../../src/media/check/verdict';

const through: WayResult = { outcome: 'through', connectedMs: 200, roundTripMs: 20 };
const blocked: WayResult = { outcome: 'blocked' };
const absent: WayResult = { outcome: 'absent' };
const there = { label: 'Desk camera', problem: null };
const swift: CarriedResult = {
  sentBps: 2_800_000,
  receivedBps: 2_800_000,
  lostUp: 0,
  lostDown: 0,
  limited: false,
};
const well: CheckReport = {
  browser: { problem: null },
  line: { problem: null, answerMs: 40 },
  ways: { udp: through, tcp: through, relay: absent },
  camera: there,
  microphone: there,
  carried: swift,
  done: true,
};
const carried = (change: object) => ({ carried: { ...swift, ...change } });

describe('the verdict of a check', () => {
  it.each<[string, Partial<CheckReport>, string, RegExp]>([
    ['all is well', {}, 'well', /watch and present/],
    ['there is no WebRTC', { browser: { problem: 'No WebRTC.' } }, 'bad', /No WebRTC/],
    ['no WebSocket', { line: { problem: 'blocked', answerMs: 0 } }, 'bad', /WebSocket/],
    ['no media node', { line: { problem: 'down', answerMs: 0 } }, 'bad', /at the moment/],
    ['many checks', { line: { problem: 'busy', answerMs: 0 } }, 'limited', /in a minute/],
    ['no UDP', { ways: { udp: blocked, tcp: through, relay: absent } }, 'limited', /by TCP/],
    ['a relay', { ways: { udp: blocked, tcp: blocked, relay: through } }, 'limited', /by a relay/],
    ['no way', { ways: { udp: blocked, tcp: blocked, relay: blocked } }, 'bad', /blocks both/],
    ['loss', carried({ lostDown: 0.08 }), 'limited', /loses/],
    ['a thin uplink', carried({ sentBps: 600_000, limited: true }), 'limited', /sends too little/],
    [
      'a thin line',
      carried({ sentBps: 90_000, limited: true }),
      'limited',
      /little more than sound/,
    ],
    ['a slow computer', carried({ sentBps: 600_000 }), 'well', /watch and present/],
    ['no camera', { camera: { label: null, problem: 'denied' } }, 'limited', /your camera is/],
  ])('names %s', (_, change, tone, sentence) => {
    const verdict = verdictOf({ ...well, ...change });
    expect(verdict.tone).toBe(tone);
    expect(verdict.sentence).toMatch(sentence);
  });

  it('says what has to be mended first', () => {
    const report = { ...nothingChecked, line: { problem: 'blocked', answerMs: 0 } as const };
    expect(verdictOf({ ...report, camera: { label: null, problem: 'missing' } }).tone).toBe('bad');
  });
});
