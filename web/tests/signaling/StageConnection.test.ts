import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import type { TransportId } from '../../src/ids';
import { StageConnection } from '../../src/signaling/StageConnection';
import type { Entry, Refusal } from '../../src/signaling/StageConnection';
import { StageError } from '../../src/signaling/StageError';
import { reconnectDelayMs } from '../../src/signaling/reconnectDelay';
import { FakeHub, joined } from '../fakes/FakeHub';
import { soon } from '../soon';

const ines: Entry = { displayName: 'Ines', rtpCapabilities: null, resume: [] };

function connectionTo(hub: FakeHub, entry: Entry = ines, refusal: Refusal | null = null) {
  const events: string[] = [];
  const delays: number[] = [];
  const clock = { ms: 0 };
  const connection = new StageConnection({
    hub,
    seat: 'seat of Ines',
    refusal: () => Promise.resolve(refusal),
    random: () => 1,
    now: () => clock.ms,
    delay: (ms) => {
      delays.push(ms);
      return Promise.resolve();
    },
  });
  connection.subscribe(({ type }) => events.push(type));
  connection.open(() => Promise.resolve(entry));
  return { connection, events, delays, clock };
}

describe('StageConnection', () => {
  it('joins by the name it was given', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    expect(hub.calls[0]).toEqual({
      method: 'Join',
      argument: { displayName: 'Ines', seat: 'seat of Ines' },
    });
  });

  it('watches with what the browser can show, and names the transports that it still has', async () => {
    const hub = new FakeHub();
    const rtpCapabilities = { codecs: [] };
    const resume = [id<TransportId>('t1')];
    const { events } = connectionTo(hub, { displayName: 'Ines', rtpCapabilities, resume });
    await soon(() => expect(events).toContain('Joined'));
    expect(hub.calls).toEqual([
      {
        method: 'Watch',
        argument: { displayName: 'Ines', seat: 'seat of Ines', rtpCapabilities, resume },
      },
    ]);
  });

  it('tells what it hears before the answer to its join after it', async () => {
    const hub = new FakeHub();
    hub.answers.Join = () => {
      hub.tell('ViewerCountChanged', { count: 7 });
      return joined();
    };
    const { events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    expect(events).toEqual(['Connecting', 'Joined', 'ViewerCountChanged']);
    hub.tell('ViewerCountChanged', { count: 8 });
    expect(events.at(-1)).toBe('ViewerCountChanged');
    expect(events).toHaveLength(4);
  });

  it('hears at once that it is dismissed while it joins', async () => {
    const hub = new FakeHub();
    hub.answers.Join = () => new Promise(() => undefined);
    const { events, connection } = connectionTo(hub);
    await soon(() => expect(hub.called('Join')).toBe(1));
    hub.tell('Dismissed', { code: 'removed', message: 'You were removed.' });
    expect(events.at(-1)).toBe('Dismissed');
    expect(connection.isClosed).toBe(true);
  });

  it('goes in over the line that was opened before', async () => {
    const hub = new FakeHub();
    const connection = new StageConnection({
      hub,
      seat: 'seat of Ines',
      refusal: () => Promise.resolve(null),
    });
    connection.prepare();
    await soon(() => expect(hub.starts).toBe(1));
    connection.open(() => Promise.resolve(ines));
    await soon(() => expect(hub.called('Join')).toBe(1));
    expect(hub.starts).toBe(1);
  });

  it('opens another line when the server has given up waiting for somebody to come in', async () => {
    const hub = new FakeHub();
    const events: string[] = [];
    const connection = new StageConnection({
      hub,
      seat: 'seat of Ines',
      refusal: () => Promise.resolve(null),
    });
    connection.subscribe(({ type }) => events.push(type));
    connection.prepare();
    await soon(() => expect(hub.starts).toBe(1));
    hub.drop();
    connection.open(() => Promise.resolve(ines));
    await soon(() => expect(hub.called('Join')).toBe(1));
    expect(hub.starts).toBe(2);
    expect(events).toEqual(['Connecting', 'Joined']);
  });

  it('joins again soon after a line was lost that had held', async () => {
    const hub = new FakeHub();
    const { events, delays, clock } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    for (const loss of [1, 2]) {
      clock.ms += 60_000;
      hub.drop();
      await soon(() => expect(hub.called('Join')).toBe(1 + loss));
    }
    expect(events).toEqual(['Connecting', 'Joined', 'Lost', 'Joined', 'Lost', 'Joined']);
    expect(delays).toEqual([700, 700]);
  });

  it('waits longer from loss to loss while no line holds, as one does who is cut for being slow', async () => {
    const hub = new FakeHub();
    const { events, delays } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    for (const loss of [1, 2, 3]) {
      hub.drop();
      await soon(() => expect(hub.called('Join')).toBe(1 + loss));
    }
    expect(delays).toEqual([700, 1_000, 2_000]);
  });

  it('waits longer from try to try', async () => {
    const hub = new FakeHub();
    hub.startFailures.push(new Error('no route'), new Error('no route'), new Error('no route'));
    const { events, delays } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    expect(delays).toEqual([700, 1_000, 2_000]);
  });

  it('gives up on a link that the server refuses', async () => {
    const hub = new FakeHub();
    hub.startFailures.push(new Error('WebSocket failed to connect.'));
    const { events } = connectionTo(hub, ines, { code: 'link_revoked', message: 'Taken back.' });
    await soon(() => expect(events).toContain('Refused'));
    expect(hub.starts).toBe(1);
  });

  it('tries again when the line breaks in the middle of joining', async () => {
    let joins = 0;
    const hub: FakeHub = new FakeHub({
      Join: () => {
        if (joins++ > 0) return joined();
        hub.drop();
        throw new Error('Invocation canceled due to the underlying connection being closed.');
      },
    });
    const { events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    expect(hub.starts).toBe(2);
  });

  it('joins again on the same line after the stage was reset', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    hub.tell('StageReset', { reason: 'node lost' });
    await soon(() => expect(hub.called('Join')).toBe(2));
    expect(hub.starts).toBe(1);
  });

  it('leaves a seat that another page took to it', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    hub.tell('Dismissed', { code: 'seat_taken', message: 'opened elsewhere' });
    hub.drop();
    expect(events).toEqual(['Connecting', 'Joined', 'Dismissed']);
    expect(hub.stopped).toBe(true);
    expect(hub.starts).toBe(1);
  });

  it('stays closed once closed', async () => {
    const hub = new FakeHub();
    const { connection, events } = connectionTo(hub);
    await soon(() => expect(events).toContain('Joined'));
    await connection.close();
    hub.drop();
    expect(hub.stopped).toBe(true);
    expect(hub.starts).toBe(1);
  });

  it('turns a hub exception into its code and sentence', async () => {
    const hub = new FakeHub({
      SendChat: () => {
        throw new Error('An error… HubException: rate_limited: Not so fast.');
      },
    });
    const { connection } = connectionTo(hub);
    const failure: unknown = await connection
      .call('SendChat', { text: 'x' })
      .catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(StageError);
    expect(failure).toMatchObject({ code: 'rate_limited', message: 'Not so fast.' });
  });
});

describe('reconnectDelayMs', () => {
  it('is short at first', () => {
    expect(reconnectDelayMs(1, 0)).toBe(300);
    expect(reconnectDelayMs(1, 1)).toBe(700);
  });

  it('doubles up to eight seconds and spreads the second half', () => {
    expect(reconnectDelayMs(2, 0)).toBe(500);
    expect(reconnectDelayMs(3, 1)).toBe(2_000);
    expect(reconnectDelayMs(20, 1)).toBe(8_000);
  });
});
