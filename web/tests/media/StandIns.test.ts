import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import type { ProducerId } from '../../src/ids';
import type { ProduceRequest, StageProducer } from '../../src/contract';
import { joined } from '../fakes/FakeHub';
import type { FakeHub } from '../fakes/FakeHub';
import {
  camera,
  openSession,
  ownCamera,
  ownMicrophone,
  presenter,
  receiving,
  stageHub,
} from '../fakes/stageScene';
import { soon } from '../soon';

/** Somebody whose browser decodes no picture but what stands in for it. */
async function undecoding(hub: FakeHub) {
  const consume = hub.answers.Consume;
  let standIn: ProducerId | null = null;
  hub.answers.Consume = (argument) => {
    if (!standIn) throw new Error('HubException: unsupported: no codec in common.');
    return { ...(consume?.(argument) as object), standIn };
  };
  const { session } = openSession(hub);
  await soon(() => expect(session.state.get().pictures[0]?.unsupported).toBe(true));
  const tell = hub.tell.bind(hub);
  hub.tell = (method, body) => {
    if (method === 'ProducerChanged') ({ standIn } = body as StageProducer);
    tell(method, body);
  };
  return { session };
}

/** What the stage was asked for last to carry of one source. */
function production(hub: FakeHub, source: string): unknown {
  const isOf = ({ method, argument }: FakeHub['calls'][number]) =>
    method === 'Produce' && (argument as ProduceRequest).source === source;
  return hub.calls.findLast(isOf)?.argument;
}

describe('a viewer of a stand-in', () => {
  it('gets what stands in for a picture that it cannot decode, in the same tile', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = await undecoding(hub);
    hub.tell('ProducerChanged', { ...camera, standIn: id('s1') });
    await receiving(session, 1);
    expect(session.state.get().pictures).toMatchObject([{ key: 'ines', unsupported: false }]);
    expect(hub.calls.map(({ method }) => method)).toEqual([
      'Watch',
      'Consume',
      'ConnectTransport',
      'ResumeConsumer',
    ]);
    expect(hub.calls[1]?.argument).toMatchObject({ producerId: 'p1' });
  });

  it('receives another stand-in when the first is gone', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = await undecoding(hub);
    hub.tell('ProducerChanged', { ...camera, standIn: id('s1') });
    await receiving(session, 1);
    hub.tell('ProducerChanged', camera);
    await soon(() => expect(session.state.get().pictures[0]?.unsupported).toBe(true));
    expect(session.state.get().pictures[0]?.stream.getTracks()).toEqual([]);
    hub.tell('ProducerChanged', { ...camera, standIn: id('s2') });
    await receiving(session, 1);
    expect(hub.called('Consume')).toBe(3);
    expect(hub.called('CloseConsumer')).toBe(0);
  });

  it('tries again when the stand-in came while it was being refused', async () => {
    const hub = stageHub();
    const { session } = openSession(hub);
    await soon(() => expect(session.state.get().stage.phase).toBe('joined'));
    const consume = hub.answers.Consume;
    hub.answers.Consume = () => {
      hub.answers.Consume = (argument) => ({ ...(consume?.(argument) as object), standIn: 's1' });
      hub.tell('ProducerChanged', { ...camera, standIn: id('s1') });
      throw new Error('HubException: unsupported: no codec in common.');
    };
    hub.tell('ProducerAdded', camera);
    await receiving(session, 1);
    expect(hub.called('Consume')).toBe(2);
  });

  it('lets go of a stand-in that went while the line was down', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = await undecoding(hub);
    hub.tell('ProducerChanged', { ...camera, standIn: id('s1') });
    await receiving(session, 1);
    hub.answers.Consume = () => {
      throw new Error('HubException: unsupported: no codec in common.');
    };
    hub.answers.Join = () => joined({ producers: [camera], resumed: true });
    hub.drop();
    await soon(() => expect(session.state.get().pictures[0]?.unsupported).toBe(true));
    expect(hub.called('Consume')).toBe(2);
  });

  it('leaves the picture alone when it is others who need a stand-in', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub);
    await receiving(session, 1);
    hub.tell('ProducerChanged', { ...camera, standIn: id('s1') });
    hub.tell('ProducerChanged', camera);
    await receiving(session, 1);
    expect(hub.called('Consume')).toBe(0);
  });
});

describe('a presenter of a stand-in', () => {
  it('sends a picture once more while somebody cannot decode it', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices, local } = await presenter(hub);
    const sent = () => devices[0]?.transports[0]?.producers ?? [];
    expect(production(hub, 'camera')).toMatchObject({ offersStandIn: true });
    hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: true });
    await soon(() => expect(sent()).toHaveLength(3));
    await soon(() => expect(sent()[2]?.active).toBe(true));
    expect(production(hub, 'camera')).toMatchObject({ standInFor: 'own-camera', kind: 'video' });
    expect(production(hub, 'camera')).not.toHaveProperty('offersStandIn');
    expect(sent()[2]).toMatchObject({ startedActive: false, codec: { mimeType: 'video/VP8' } });
    expect(sent()[2]?.track).toBe(local.state.get().camera.track);

    hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: false });
    await soon(() => expect(sent()[2]?.closed).toBe(true));
    expect(sent()[1]?.closed).toBe(false);
    expect(hub.called('CloseProducer')).toBe(0);
  });

  it('turns the stand-in off with the camera, even while the line is down', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices, local } = await presenter(hub);
    const sent = () => devices[0]?.transports[0]?.producers ?? [];
    hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: true });
    await soon(() => expect(sent()).toHaveLength(3));
    hub.answers.PauseProducer = () => {
      throw new Error('The line is down.');
    };
    await local.setCameraOn(false);
    await soon(() => expect(sent()[2]?.paused).toBe(true));
  });

  it('sends the stand-in by another track when the camera was off', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices, local } = await presenter(hub);
    const sent = () => devices[0]?.transports[0]?.producers ?? [];
    hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: true });
    await soon(() => expect(sent()).toHaveLength(3));
    const first = sent()[2]?.track;
    await local.setCameraOn(false);
    await local.setCameraOn(true);
    await soon(() => expect(sent()[2]?.track).not.toBe(first));
    expect(sent()[2]?.track).toBe(local.state.get().camera.track);
    await soon(() => expect(sent()[2]?.paused).toBe(false));
    expect(hub.called('Produce')).toBe(3);
  });

  it('goes on without a stand-in that is refused', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, devices } = await presenter(hub);
    hub.answers.Produce = () => {
      throw new Error('HubException: conflict: Nobody needs a stand-in for this producer.');
    };
    hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: true });
    await soon(() => expect(hub.called('Produce')).toBe(3));
    await soon(() => expect(session.state.get().publishing).toBe('on'));
    expect(session.state.get().problem).toBeNull();
    expect(devices[0]?.transports[0]?.producers.map(({ closed }) => closed)).toEqual([
      false,
      false,
    ]);
  });

  it('sends a stand-in that was asked for while it came back', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices } = await presenter(hub);
    hub.answers.Join = () => {
      hub.tell('WantedStandInChanged', { producerId: id('own-camera'), wanted: true });
      return joined({ role: 'presenter', producers: [ownCamera, ownMicrophone], resumed: true });
    };
    hub.drop();
    const sent = () => devices[0]?.transports[0]?.producers ?? [];
    await soon(() => expect(sent()).toHaveLength(3));
    await soon(() => expect(sent()[2]?.active).toBe(true));
    expect(hub.calls.at(-1)?.method).toBe('Produce');
    expect(sent()[2]?.closed).toBe(false);
  });

  it('ends on the stage a stand-in that it does not send after a reconnect', async () => {
    const hub = stageHub({ role: 'presenter' });
    await presenter(hub);
    const producers = [{ ...ownCamera, standIn: id<ProducerId>('left') }, ownMicrophone];
    hub.answers.Join = () => joined({ role: 'presenter', producers, resumed: true });
    hub.drop();
    await soon(() =>
      expect(hub.calls.at(-1)).toEqual({
        method: 'CloseProducer',
        argument: { producerId: 'left' },
      }),
    );
  });
});
