import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import { LocalMedia } from '../../src/media/LocalMedia';
import { NoLiveVideo } from '../../src/media/openDevice';
import type { StageProducer } from '../../src/contract';
import { joined } from '../fakes/FakeHub';
import { FakeMediaDevices } from '../fakes/FakeMediaDevices';
import {
  camera,
  microphone,
  openSession,
  ownCamera,
  ownMicrophone,
  presenter,
  receiving,
  stageHub,
} from '../fakes/stageScene';
import { soon } from '../soon';

describe('a viewer’s StageSession', () => {
  it('plays camera and microphone of a presenter as one picture', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { session } = openSession(hub);
    await receiving(session, 2);
    expect(session.state.get().pictures).toHaveLength(1);
    expect(hub.calls.map(({ method }) => method)).toEqual(['Watch', 'ConnectTransport']);
  });

  it('keeps the same stream when another track joins it', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub);
    await receiving(session, 1);
    const before = session.state.get().pictures[0]?.stream;
    hub.tell('ProducerAdded', microphone);
    await receiving(session, 2);
    expect(hub.called('ResumeConsumer')).toBe(1);
    expect(session.state.get().pictures[0]?.stream).toBe(before);
  });

  it('shows a shared screen as a picture of its own', async () => {
    const screen: StageProducer = { ...camera, producerId: id('p3'), source: 'screen' };
    const { session } = openSession(stageHub({ producers: [camera, screen] }));
    await soon(() => expect(session.state.get().pictures).toHaveLength(2));
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
    await receiving(session, 1);
    expect(session.state.get().pictures[0]?.stream.getAudioTracks()).toHaveLength(1);
  });

  it('says which picture this browser cannot show', async () => {
    const hub = stageHub({ producers: [camera] });
    hub.answers.Consume = () => {
      throw new Error('HubException: unsupported: no codec in common.');
    };
    const { session } = openSession(hub);
    await soon(() => expect(session.state.get().pictures[0]?.unsupported).toBe(true));
  });

  it('joins without watching where there is no WebRTC, and says so', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub, undefined, () => {
      throw new NoLiveVideo('There is no WebRTC.');
    });
    await soon(() => expect(session.state.get().problem).toBe('There is no WebRTC.'));
    expect(hub.calls.map(({ method }) => method)).toEqual(['Join']);
  });

  it('builds its media anew after a reconnect when the server has lost it', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    hub.drop();
    await soon(() => expect(hub.called('Watch')).toBe(2));
    await receiving(session, 1);
    expect(hub.calls.at(-2)?.argument).toMatchObject({ resume: ['t1'] });
    expect(devices[0]?.transports.map(({ closed }) => closed)).toEqual([true, false]);
    expect(devices).toHaveLength(1);
  });

  it('keeps its media after a reconnect when the server has kept it', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    const before = session.state.get().pictures[0]?.stream.getTracks();
    hub.answers.Join = () => joined({ producers: [camera], resumed: true });
    hub.drop();
    await soon(() => expect(hub.called('Watch')).toBe(2));
    expect(session.state.get().pictures[0]?.stream.getTracks()).toEqual(before);
    expect(devices[0]?.transports.map(({ closed }) => closed)).toEqual([false]);
    expect(hub.calls.at(-1)?.method).toBe('Watch');
  });

  it('makes up for what came and went while the line was down', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub);
    await receiving(session, 1);
    hub.answers.Join = () => joined({ producers: [microphone], resumed: true });
    hub.drop();
    await soon(() => expect(hub.called('ResumeConsumer')).toBe(1));
    const [track] = session.state.get().pictures[0]?.stream.getTracks() ?? [];
    expect(track?.kind).toBe('audio');
    expect(hub.called('CreateTransport')).toBe(0);
  });

  it('does not name a path that broke while the line was down', async () => {
    const hub = stageHub({ producers: [camera] });
    hub.answers.RestartIce = () => {
      throw new Error('The line is down.');
    };
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    hub.startFailures.push(new Error('no route'));
    hub.drop();
    devices[0]?.transports[0]?.become('failed');
    await soon(() => expect(hub.called('Watch')).toBe(2));
    await receiving(session, 1);
    expect(hub.calls.findLast(({ method }) => method === 'Watch')?.argument).not.toHaveProperty(
      'resume',
    );
  });

  it('makes a new transport when the node closes the old one', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    hub.tell('TransportClosed', {
      transportId: id('t1'),
      reason: 'consent lost',
      goesOnForMs: null,
    });
    await soon(() => expect(hub.called('ResumeConsumer')).toBe(1));
    expect(devices[0]?.transports).toHaveLength(2);
  });

  it('repairs a broken path by restarting ICE', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    devices[0]?.transports[0]?.become('failed');
    await soon(() => expect(devices[0]?.transports[0]?.iceRestarts).toBe(1));
  });

  it('gives back what it receives before it receives it over another transport', async () => {
    const hub = stageHub({ producers: [camera] });
    hub.answers.RestartIce = () => {
      throw new Error('HubException: not_found: You have no such transport.');
    };
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
    devices[0]?.transports[0]?.become('failed');
    await soon(() => expect(hub.called('ResumeConsumer')).toBe(1));
    expect(
      hub.calls.map(({ method }) => method).filter((method) => method.includes('Consume')),
    ).toEqual(['CloseConsumer', 'Consume', 'ResumeConsumer']);
  });

  it('receives sound only when that is chosen, and says so', async () => {
    const hub = stageHub({ producers: [camera, microphone] });
    const { session } = openSession(hub);
    await receiving(session, 2);
    session.chooseView('soundOnly');
    await soon(() => expect(hub.called('PauseConsumer')).toBe(1));
    expect(session.state.get()).toMatchObject({
      viewMode: 'soundOnly',
      pictures: [{ soundOnly: 'chosen' }],
    });
    session.chooseView('automatic');
    await soon(() => expect(hub.called('ResumeConsumer')).toBe(1));
    expect(session.state.get().pictures[0]?.soundOnly).toBeNull();
  });

  it('receives no larger a picture than its tile takes', async () => {
    const hub = stageHub({ producers: [camera] });
    const consume = hub.answers.Consume;
    hub.answers.Consume = (argument) => ({
      ...(consume?.(argument) as object),
      rtpParameters: { encodings: [{ scalabilityMode: 'S3T3' }] },
    });
    const { session } = openSession(hub);
    await receiving(session, 1);
    session.onTile(camera.producerId, 150);
    await soon(() =>
      expect(hub.calls.at(-1)).toEqual({
        method: 'SetPreferredLayers',
        argument: { consumerId: 'c-p1', spatialLayer: 0, temporalLayer: null },
      }),
    );
  });

  it('says that its network carries sound only, until the picture is back', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session } = openSession(hub);
    await receiving(session, 1);
    hub.tell('PictureHeldBack', { consumerId: id('c-p1'), heldBack: true });
    expect(session.state.get().pictures[0]?.soundOnly).toBe('network');
    hub.tell('PictureHeldBack', { consumerId: id('c-p1'), heldBack: false });
    expect(session.state.get().pictures[0]?.soundOnly).toBeNull();
  });

  it('lets go of all media when the webinar ends', async () => {
    const hub = stageHub({ producers: [camera] });
    const { session, devices } = openSession(hub);
    await receiving(session, 1);
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

  it('sends only the layers that somebody wants', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices } = await presenter(hub);
    const sent = devices[0]?.transports[0]?.producers.find((each) => each.id === 'own-camera');
    hub.tell('WantedLayersChanged', { producerId: id('own-camera'), spatialLayer: 1 });
    expect(sent?.maxSpatialLayer).toBe(1);
    hub.tell('WantedLayersChanged', { producerId: id('own-camera'), spatialLayer: null });
    expect(sent?.maxSpatialLayer).toBe(-1);
  });

  it('pauses the microphone’s producer while muted', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { local } = await presenter(hub);
    local.setMicrophoneOn(false);
    await soon(() => expect(hub.called('PauseProducer')).toBe(1));
    local.setMicrophoneOn(true);
    await soon(() => expect(hub.called('ResumeProducer')).toBe(1));
  });

  it('sends a shared screen and stops when it is stopped', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, local } = await presenter(hub);
    await local.shareScreen();
    await soon(() => expect(session.state.get().sending.screen).toBe('own-screen'));
    local.stopScreen();
    await soon(() => expect(hub.called('CloseProducer')).toBe(1));
    expect(session.state.get().sending.screen).toBeUndefined();
  });

  it('goes on sending through a reconnect when the server has kept it', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, devices } = await presenter(hub);
    hub.answers.Join = () =>
      joined({ role: 'presenter', producers: [ownCamera, ownMicrophone], resumed: true });
    hub.drop();
    await soon(() => expect(hub.called('Join')).toBe(2));
    await soon(() => expect(session.state.get().stage).toMatchObject({ online: true }));
    expect(hub.calls.findLast(({ method }) => method === 'Join')?.argument).toMatchObject({
      resume: ['t1'],
    });
    expect(devices[0]?.transports[0]?.closed).toBe(false);
    expect(hub.called('Produce')).toBe(2);
    expect(session.state.get().publishing).toBe('on');
  });

  it('says after a reconnect that it was muted while the line was down', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { devices, local } = await presenter(hub);
    hub.answers.PauseProducer = () => {
      throw new Error('The line is down.');
    };
    hub.answers.Join = () => {
      delete hub.answers.PauseProducer;
      return joined({ role: 'presenter', producers: [ownCamera, ownMicrophone], resumed: true });
    };
    hub.drop();
    local.setMicrophoneOn(false);
    await soon(() => expect(hub.called('Join')).toBe(2));
    await soon(() => expect(hub.calls.at(-1)?.method).toBe('PauseProducer'));
    expect(devices[0]?.transports[0]?.closed).toBe(false);
    expect(hub.called('Produce')).toBe(2);
  });

  it('ends on the stage what it stopped sending while the line was down', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { local } = await presenter(hub);
    const screen: StageProducer = { ...ownCamera, producerId: id('own-screen'), source: 'screen' };
    hub.answers.Join = () =>
      joined({
        role: 'presenter',
        producers: [ownCamera, ownMicrophone, screen],
        resumed: true,
      });
    hub.drop();
    local.stopScreen();
    await soon(() =>
      expect(hub.calls.at(-1)).toEqual({
        method: 'CloseProducer',
        argument: { producerId: 'own-screen' },
      }),
    );
  });

  it('is live again after a reconnect when the server has lost it', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session } = await presenter(hub);
    hub.drop();
    await soon(() => expect(hub.called('Produce')).toBe(4));
    expect(session.state.get().publishing).toBe('on');
  });

  it('builds anew both what it sends and what it receives when both are lost at a time', async () => {
    const hub = stageHub({ role: 'presenter', producers: [camera] });
    const { session, devices } = await presenter(hub);
    await receiving(session, 1);
    hub.answers.RestartIce = () => {
      throw new Error('HubException: not_found: You have no such transport.');
    };
    for (const transport of devices[0]?.transports ?? []) transport.become('failed');
    await soon(() => expect(hub.called('Produce')).toBe(4));
    await soon(() => expect(hub.called('ResumeConsumer')).toBe(2));
  });

  it('tells every viewer when it leaves the stage', async () => {
    const hub = stageHub({ role: 'presenter' });
    const { session, devices } = await presenter(hub);
    session.leaveStage();
    await soon(() => expect(hub.called('CloseProducer')).toBe(2));
    await soon(() => expect(devices[0]?.transports[0]?.closed).toBe(true));
  });

  it('says in words why it could not go live', async () => {
    const hub = stageHub({ role: 'presenter' });
    hub.answers.Produce = () => {
      throw new Error('HubException: forbidden: The stage is full.');
    };
    const local = new LocalMedia(new FakeMediaDevices().asMediaDevices());
    await local.open();
    const { session } = openSession(hub, local);
    await soon(() => expect(session.state.get().stage.phase).toBe('joined'));
    session.goLive();
    await soon(() => expect(session.state.get().problem).toBe('The stage is full.'));
    expect(session.state.get().publishing).toBe('off');
  });

  it.each([true, false])('sends a silent voice only if it does not rest: %s', async (rests) => {
    const local = new LocalMedia(new FakeMediaDevices().asMediaDevices());
    local.setVoiceRests(rests);
    await local.open();
    const { session, devices } = openSession(stageHub({ role: 'presenter' }), local);
    await soon(() => expect(session.state.get().stage.phase).toBe('joined'));
    session.goLive();
    await soon(() => expect(session.state.get().publishing).toBe('on'));
    const producers = devices.flatMap(({ transports }) =>
      transports.flatMap((each) => each.producers),
    );
    const resting = producers.filter((each) => each.rests).map(({ track }) => track.kind);
    expect(resting).toEqual(rests ? ['audio'] : []);
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
