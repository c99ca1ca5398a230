import { describe, expect, it, vi } from 'vitest';
import { StageConnection } from '../../src/signaling/StageConnection';
import { StageError } from '../../src/signaling/StageError';
import { reconnectDelayMs } from '../../src/signaling/reconnectDelay';
import { FakeHub, joined } from '../fakes/FakeHub';

function connectionTo(hub: FakeHub) {
  const events: string[] = [];
  const delays: number[] = [];
  const connection = new StageConnection({
    hub,
    displayName: 'Ines',
    seat: 'seat of Ines',
    random: () => 1,
    delay: (ms) => {
      delays.push(ms);
      return Promise.resolve();
    },
  });
  connection.subscribe(({ type }) => events.push(type));
  connection.open();
  return { connection, events, delays };
}

describe('StageConnection', () => {
  it('joins by the name it was given', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
    expect(hub.calls[0]).toEqual({
      method: 'Join',
      argument: { displayName: 'Ines', seat: 'seat of Ines' },
    });
  });

  it('joins again a moment after the line was lost', async () => {
    const hub = new FakeHub();
    const { events, delays } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
    hub.drop();
    await vi.waitFor(() => expect(hub.called('Join')).toBe(2));
    expect(events).toEqual(['Connecting', 'Joined', 'Lost', 'Joined']);
    expect(delays).toEqual([500]);
  });

  it('waits longer from try to try', async () => {
    const hub = new FakeHub();
    hub.startFailures.push(new Error('no route'), new Error('no route'), new Error('no route'));
    const { events, delays } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
    expect(delays).toEqual([500, 1_000, 2_000]);
  });

  it('gives up on a link that the server refuses', async () => {
    const hub = new FakeHub();
    hub.startFailures.push(Object.assign(new Error('Unauthorized'), { statusCode: 401 }));
    const { events } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Refused'));
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
    await vi.waitFor(() => expect(events).toContain('Joined'));
    expect(hub.starts).toBe(2);
  });

  it('joins again on the same line after the stage was reset', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
    hub.tell('StageReset', { reason: 'node lost' });
    await vi.waitFor(() => expect(hub.called('Join')).toBe(2));
    expect(hub.starts).toBe(1);
  });

  it('leaves a seat that another page took to it', async () => {
    const hub = new FakeHub();
    const { events } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
    hub.tell('Dismissed', { code: 'seat_taken', message: 'opened elsewhere' });
    hub.drop();
    expect(events).toEqual(['Connecting', 'Joined', 'Dismissed']);
    expect(hub.stopped).toBe(true);
    expect(hub.starts).toBe(1);
  });

  it('stays closed once closed', async () => {
    const hub = new FakeHub();
    const { connection, events } = connectionTo(hub);
    await vi.waitFor(() => expect(events).toContain('Joined'));
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
  it('doubles up to eight seconds and spreads the second half', () => {
    expect(reconnectDelayMs(1, 0)).toBe(250);
    expect(reconnectDelayMs(3, 1)).toBe(2_000);
    expect(reconnectDelayMs(20, 1)).toBe(8_000);
  });
});
