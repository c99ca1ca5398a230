import { expect } from 'vitest';
import { id } from '../../src/ids';
import { LiveDevice } from '../../src/media/LiveDevice';
import { LocalMedia } from '../../src/media/LocalMedia';
import { StageSession } from '../../src/media/StageSession';
import { StageConnection } from '../../src/signaling/StageConnection';
import type { StageProducer } from '../../src/contract';
import { soon } from '../soon';
import { FakeDevice } from './FakeDevice';
import { FakeHub, joined, transportCreated } from './FakeHub';
import { FakeMediaDevices } from './FakeMediaDevices';

export const camera: StageProducer = {
  producerId: id('p1'),
  participantId: id('ines'),
  displayName: 'Ines',
  kind: 'video',
  source: 'camera',
  paused: false,
  offersStandIn: true,
  standIn: null,
};
export const microphone: StageProducer = {
  ...camera,
  producerId: id('p2'),
  kind: 'audio',
  source: 'microphone',
};

export const ownCamera: StageProducer = {
  ...camera,
  producerId: id('own-camera'),
  participantId: id('me'),
};
export const ownMicrophone: StageProducer = {
  ...microphone,
  producerId: id('own-microphone'),
  participantId: id('me'),
};

export function stageHub(change: Parameters<typeof joined>[0] = {}): FakeHub {
  let made = 0;
  return new FakeHub({
    Join: () => joined(change),
    CreateTransport: () => transportCreated(`t${++made}`),
    RestartIce: () => ({ iceParameters: {}, iceServers: [] }),
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

export function openSession(hub: FakeHub, local?: LocalMedia, refuse?: () => never) {
  const devices: FakeDevice[] = [];
  const session = new StageSession({
    connection: new StageConnection({
      hub,
      seat: 'seat of Marek',
      refusal: () => Promise.resolve(null),
      delay: () => Promise.resolve(),
    }),
    device: new LiveDevice(() => {
      refuse?.();
      const device = new FakeDevice();
      devices.push(device);
      return device.asDevice();
    }),
    displayName: 'Marek',
    routerRtpCapabilities: joined().routerRtpCapabilities,
    ...(local && { local }),
  });
  session.open();
  return { session, devices };
}

/** Waits until that many tracks are received. */
export function receiving(session: StageSession, tracks: number): Promise<void> {
  const received = () =>
    session.state.get().pictures.flatMap(({ stream }) => stream.getTracks()).length;
  return soon(() => expect(received()).toBe(tracks));
}

export async function presenter(hub: FakeHub) {
  const local = new LocalMedia(new FakeMediaDevices().asMediaDevices());
  await local.open();
  const { session, devices } = openSession(hub, local);
  await soon(() => expect(session.state.get().stage.phase).toBe('joined'));
  session.goLive();
  await soon(() => expect(session.state.get().publishing).toBe('on'));
  return { session, devices, local };
}
