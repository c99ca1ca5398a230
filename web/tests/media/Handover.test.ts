import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import type { FakeHub } from '../fakes/FakeHub';
import { camera, microphone, openSession, receiving, stageHub } from '../fakes/stageScene';
import { soon } from '../soon';

async function moving(hub: FakeHub) {
  const { session, devices } = openSession(hub);
  await receiving(session, 2);
  const shown = () => session.state.get().pictures.flatMap(({ stream }) => stream.getTracks());
  const before = shown();
  hub.tell('TransportClosed', { transportId: id('t1'), reason: 'leaves', goesOnForMs: 60_000 });
  await soon(() => expect(hub.called('ResumeConsumer')).toBe(2));
  const [old, next] = devices[0]?.transports ?? [];
  if (!old || !next) throw new Error('There is no second transport.');
  return { session, shown, before, old, next };
}

describe('a transport that is to be closed', () => {
  it('is received from until everything has come over another one', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { shown, before, old, next } = await moving(hub);
    next.arrived = next.tracks.slice(0, 1).map((track) => track.id);
    expect(shown()).toEqual(before);
    expect(old.closed).toBe(false);

    next.arrived = next.tracks.map((track) => track.id);
    await soon(() => expect(old.closed).toBe(true));
    expect(new Set(shown())).toEqual(new Set(next.tracks));
    expect(hub.calls.at(-1)).toEqual({
      method: 'CloseTransport',
      argument: { transportId: 't1' },
    });
  });

  it('is left at once when it is closed before', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { shown, old, next } = await moving(hub);
    hub.tell('TransportClosed', { transportId: id('t1'), reason: 'left', goesOnForMs: null });
    await soon(() => expect(old.closed).toBe(true));
    expect(new Set(shown())).toEqual(new Set(next.tracks));
    expect(hub.called('CreateTransport')).toBe(1);
  });

  it('is received from while the other one fails and another is tried', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { shown, before, old, next } = await moving(hub);
    hub.tell('TransportClosed', { transportId: id('t1'), reason: 'again', goesOnForMs: 50_000 });
    hub.tell('TransportClosed', { transportId: id(next.id), reason: 'lost', goesOnForMs: null });
    await soon(() => expect(hub.called('CreateTransport')).toBe(2));
    expect(next.closed).toBe(true);
    expect(old.closed).toBe(false);
    expect(shown()).toEqual(before);
  });

  it('follows what comes and goes on both transports', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { shown, old, next } = await moving(hub);
    hub.tell('ProducerRemoved', { producerId: microphone.producerId });
    await soon(() => expect(shown()).toHaveLength(1));
    next.arrived = next.tracks.filter(({ kind }) => kind === 'video').map((track) => track.id);
    await soon(() => expect(old.closed).toBe(true));
    expect(shown().map(({ kind }) => kind)).toEqual(['video']);
  });
});
