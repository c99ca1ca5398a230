import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import type { ChatMessage, StageProducer } from '../../src/contract';
import type { StageEvent } from '../../src/signaling/StageEvent';
import { initialStage, reduceStage } from '../../src/signaling/stageState';
import type { StageState } from '../../src/signaling/stageState';
import { joined } from '../fakes/FakeHub';

const camera: StageProducer = {
  producerId: id('p1'),
  participantId: id('ines'),
  displayName: 'Ines',
  kind: 'video',
  source: 'camera',
  paused: false,
  offersStandIn: true,
  standIn: null,
};
const message: ChatMessage = {
  id: id('c1'),
  participantId: id('ines'),
  displayName: 'Ines',
  role: 'presenter',
  text: 'Welcome',
  sentAt: '2026-11-22T18:00:00Z',
};

function after(...events: StageEvent[]): StageState {
  return events.reduce(reduceStage, initialStage);
}

const join: StageEvent = { type: 'Joined', body: joined(), reception: null };

describe('reduceStage', () => {
  it('knows nothing before it has joined', () => {
    expect(after({ type: 'ProducerAdded', body: camera })).toEqual({ phase: 'connecting' });
  });

  it('follows a producer from its beginning to its end', () => {
    const added = after(join, { type: 'ProducerAdded', body: camera });
    expect(added).toMatchObject({ producers: [camera] });
    const paused = { ...camera, paused: true };
    const changed = reduceStage(added, { type: 'ProducerChanged', body: paused });
    expect(changed).toMatchObject({ producers: [paused] });
    const removed: StageEvent = {
      type: 'ProducerRemoved',
      body: { producerId: camera.producerId },
    };
    expect(reduceStage(changed, removed)).toMatchObject({ producers: [] });
  });

  it('shows a message once although its sender gets it twice', () => {
    const received: StageEvent = { type: 'ChatReceived', body: message };
    expect(after(join, received, received)).toMatchObject({ chat: [message] });
  });

  it('empties the stage when the webinar ends', () => {
    const ended: StageEvent = {
      type: 'WebinarChanged',
      body: { state: 'ended', startedAt: null, endedAt: '2026-11-22T19:00:00Z' },
    };
    const state = after(join, { type: 'ProducerAdded', body: camera }, ended);
    expect(state).toMatchObject({ producers: [], webinar: { state: 'ended' } });
  });

  it('keeps what it showed while the line is down', () => {
    const state = after(join, { type: 'ChatReceived', body: message }, { type: 'Lost' });
    expect(state).toMatchObject({ phase: 'joined', online: false, chat: [message] });
  });
});
