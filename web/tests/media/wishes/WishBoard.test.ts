import { describe, expect, it } from 'vitest';
import type { ConsumerId } from '../../../src/ids';
import { id } from '../../../src/ids';
import { WishBoard } from '../../../src/media/wishes/WishBoard';
import { StageConnection } from '../../../src/signaling/StageConnection';
import { FakeHub } from '../../fakes/FakeHub';
import { soon } from '../../soon';

const picture = id<ConsumerId>('c');
const all = { paused: false, spatialLayer: null, temporalLayer: null };
const small = { ...all, spatialLayer: 0 };
const none = { ...all, paused: true };

function board(hub: FakeHub) {
  return new WishBoard(
    new StageConnection({ hub, seat: 's', refusal: () => Promise.resolve(null) }),
  );
}

const methods = (hub: FakeHub) => hub.calls.map(({ method }) => method);

describe('WishBoard', () => {
  it('says nothing while everything is wanted', () => {
    const hub = new FakeHub();
    board(hub).want(picture, all);
    expect(hub.calls).toEqual([]);
  });

  it('tells the latest of several wishes', async () => {
    const hub = new FakeHub();
    const wishes = board(hub);
    wishes.want(picture, small);
    wishes.want(picture, none);
    wishes.want(picture, all);
    await soon(() => expect(hub.calls).toHaveLength(2));
    expect(hub.calls.at(-1)).toEqual({
      method: 'SetPreferredLayers',
      argument: { consumerId: picture, spatialLayer: null, temporalLayer: null },
    });
  });

  it('says which layers before a picture goes on', async () => {
    const hub = new FakeHub();
    const wishes = board(hub);
    wishes.want(picture, none);
    await soon(() => expect(methods(hub)).toEqual(['PauseConsumer']));
    wishes.want(picture, small);
    await soon(() =>
      expect(methods(hub)).toEqual(['PauseConsumer', 'SetPreferredLayers', 'ResumeConsumer']),
    );
  });

  it('tells again what was not told because the line was down', async () => {
    const hub = new FakeHub({
      PauseConsumer: () => {
        throw new Error('The line is down.');
      },
    });
    const wishes = board(hub);
    wishes.want(picture, none);
    await soon(() => expect(hub.called('PauseConsumer')).toBe(1));
    delete hub.answers.PauseConsumer;
    wishes.want(picture, none);
    await soon(() => expect(hub.called('PauseConsumer')).toBe(2));
  });
});
