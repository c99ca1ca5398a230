import { describe, expect, it, vi } from 'vitest';
import { id } from '../../src/ids';
import { LocalMedia } from '../../src/media/LocalMedia';
import { StageSession } from '../../src/media/StageSession';
import { StageConnection } from '../../src/signaling/StageConnection';
import type { StageProducer } from '../../src/contract';
import { FakeDevice } from '../fakes/FakeDevice';
import { FakeHub, joined, transportCreated } from '../fakes/FakeHub';
import { FakeMediaDevices } from '../fakes/FakeMediaDevices';

const camera: StageProducer = {
  producerId: id('p1'),
  participantId: id('ines'),
  displayName: 'Ines',
  kind: 'video',
  source: 'camera',
  paused: false,
};
const microphone: StageProducer = {
  ...camera,
  producerId: id('p2'),
  kind: 'audio',
  source: 'microphone',
};

function stageHub(change: Parameters<typeof joined>[0] = {}): FakeHub {
  let made = 0;
  return new FakeHub({
    Join: () => joined(change),
    CreateTransport: () => transportCreated(`t${++made}`),
    RestartIce: () => ({ iceParameters: {} }),
    Produce: ({ source }) => ({ producerId: `own-${source}` }),
    Consume: ({ producerId }) => ({
      consumerId: `c-${producerId}`,
      producerId,
      kind: producerId === microphone.producerId ? 'audio' : 'video',
      rtpParameters: {},
      producerPaused: false,
    }),
  });
}

function openSession(hub: FakeHub, local?: LocalMedia) {
  const devices: FakeDevice[] = [];
  const session = new StageSession({
    connection: new StageConnection({
      hub,
      displayName: 'Marek',
      seat: 'seat of Marek',
      delay: () => Promise.resolve(),
    }),
    createDevice: () => {
      const device = new FakeDevice();
      devices.push(device);
      return device.asDevice();
    },
    ...(local && { local }),
  });
  session.open();
  return { session, devices };
}

async function presenter(hub: FakeHub) {
  const local = new LocalMedia(new FakeMediaDevices().asMediaDevices());
  await local.open();
  const { session, devices } = openSession(hub, local);
  await vi.waitFor(() => expect(session.state.get().stage.phase).toBe('joined'));
  session.goLive();
  await vi.waitFor(() => expect(session.state.get().publishing).toBe('on'));
  return { session, devices, local };
}

describe('a viewer’s StageSession', () => {
  it('plays camera and microphone of a presenter as one picture', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { session } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(2));
    const { pictures } = session.state.get();
    expect(pictures).toHaveLength(1);
    expect(pictures[0]?.stream.getTracks()).toHaveLength(2);
    expect(hub.called('CreateTransport')).toBe(1);
  });

  it('keeps the same stream when another track joins it', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    const before = session.state.get().pictures[0]?.stream;
    hub.tell('ProducerAdded', microphone);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(2));
    expect(session.state.get().pictures[0]?.stream).toBe(before);
  });

  it('shows a shared screen as a picture of its own', async () => {
    const screen: StageProducer = { ...camera, producerId: id('p3'), source: 'screen' };
    const { session } = openSession(stageHub({ producers: [camera, screen] }));
    await vi.waitFor(() => expect(session.state.get().pictures).toHaveLength(2));
    expect(session.state.get().pictures.map((picture) => picture.screen)).toEqual([false, true]);
  });

  it('plays the others when one producer cannot be consumed', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const consume = hub.answers.Consume;
    hub.answers.Consume = (argument) => {
      if (argument.producerId === camera.producerId) {
        throw new Error('HubException: conflict: no codec in common.');
      }
      return consume?.(argument);
    };
    const { session } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    expect(session.state.get().pictures[0]?.stream.getAudioTracks()).toHaveLength(1);
  });

  it('builds its media anew after a reconnect', async () => {
    const hub = stageHub({ producers: [camera] });
    const { devices } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    hub.drop();
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(2));
    expect(devices[0]?.transports[0]?.closed).toBe(true);
    expect(devices).toHaveLength(2);
  });

  it('makes a new transport when the node closes the old one', async () => {
    const hub = stageHub({ producers: [camera] });
    const { devices } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    hub.tell('TransportClosed', { transportId: id('t1'), reason: 'consent lost' });
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(2));
    expect(devices[0]?.transports).toHaveLength(2);
  });

  it('repairs a broken path by restarting ICE', async () => {
    const hub = stageHub({ producers: [camera] });
    const { devices } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    devices[0]?.transports[0]?.become('failed');
    await vi.waitFor(() => expect(devices[0]?.transports[0]?.iceRestarts).toBe(1));
  });

  it('gives back what it receives before it receives it over another transport', async () => {
    const hub = stageHub({ producers: [camera] });
    hub.answers.RestartIce = () => {
      throw new Error('HubException: not_found: You have no such transport.');
    };
    const { devices } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    devices[0]?.transports[0]?.become('failed');
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(2), 5_000);
    expect(
      hub.calls.map(({ method }) => method).filter((method) => method.includes('Consume')),
    ).toEqual(['Consume', 'ResumeConsumer', 'CloseConsumer', 'Consume', 'ResumeConsumer']);
  });

  it('lets go of all media when the webinar ends', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await vi.waitFor(() => expect(hub.called('ResumeConsumer')).toBe(1));
    hub.tell('WebinarChanged', { state: 'ended', startedAt: null, endedAt: null });
    expect(session.state.get().pictures).toEqual([]);
    expect(devices[0]?.transports[0]?.closed).toBe(true);
  });
});

describe('a presenter’s StageSession', () => {
  it('sends nothing before going live, then camera and microphone', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session } = await presenter(hub);
    expect(session.state.get().sending).toEqual({
      camera: 'own-camera',
      microphone: 'own-microphone',
    });
  });

  it('sends a track from when the stage knows it, not before', async () => {
    const { devices } = await presenter(stageHub({ role: 'presenter' }));
    const producers = devices[0]?.transports.flatMap((transport) => transport.producers) ?? [];
    expect(producers.map(({ startedActive, active }) => ({ startedActive, active }))).toEqual([
      { startedActive: false, active: true },
      { startedActive: false, active: true },
    ]);
  });

  it('pauses the microphone’s producer while muted', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { local } = await presenter(hub);
    local.setMicrophoneOn(false);
    await vi.waitFor(() => expect(hub.called('PauseProducer')).toBe(1));
    local.setMicrophoneOn(true);
    await vi.waitFor(() => expect(hub.called('ResumeProducer')).toBe(1));
  });

  it('sends a shared screen and stops when it is stopped', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, local } = await presenter(hub);
    await local.shareScreen();
    await vi.waitFor(() => expect(session.state.get().sending.screen).toBe('own-screen'));
    local.stopScreen();
    await vi.waitFor(() => expect(hub.called('CloseProducer')).toBe(1));
    expect(session.state.get().sending.screen).toBeUndefined();
  });

  it('is live again after a reconnect', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session } = await presenter(hub);
    hub.drop();
    await vi.waitFor(() => expect(hub.called('Produce')).toBe(4));
    expect(session.state.get().publishing).toBe('on');
  });

  it('tells every viewer when it leaves the stage', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, devices } = await presenter(hub);
    session.leaveStage();
    await vi.waitFor(() => expect(hub.called('CloseProducer')).toBe(2));
    await vi.waitFor(() => expect(devices[0]?.transports[0]?.closed).toBe(true));
  });

  it('says in words why it could not go live', async () => {
    const hub = stageHub({ role: 'presenter' });
    hub.answers.Produce = () => {
      throw new Error('HubException: forbidden: The stage is full.');
    };
    const local = new LocalMedia(new FakeMediaDevices().asMediaDevices());
    await local.open();
    const { session } = openSession(hub, local);
    await vi.waitFor(() => expect(session.state.get().stage.phase).toBe('joined'));
    session.goLive();
    await vi.waitFor(() => expect(session.state.get().problem).toBe('The stage is full.'));
    expect(session.state.get().publishing).toBe('off');
  });

  it('stops sending and lets go of the camera when another page takes its seat', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, devices, local } = await presenter(hub);
    hub.tell('Dismissed', { code: 'seat_taken', message: 'opened elsewhere' });
    expect(session.state.get()).toMatchObject({ publishing: 'off', stage: { phase: 'refused' } });
    expect(devices[0]?.transports[0]?.closed).toBe(true);
    expect(local.state.get().camera.track).toBeNull();
  });

  it('does not show itself after a reconnect', async () => {
    const own: StageProducer = { ...camera, participantId: id('me') };
    const hub = stageHub({ role: 'presenter', producers: [own] });
    const { session } = await presenter(hub);
    expect(session.state.get().pictures).toEqual([]);
  });
});
