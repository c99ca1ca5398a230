import { describe, expect, it } from 'vitest';
import type { StageProducer } from '../../src/contract';
import { id } from '../../src/ids';
import { LiveDevice } from '../../src/media/LiveDevice';
import { StageSession } from '../../src/media/StageSession';
import { StageConnection } from '../../src/signaling/StageConnection';
import { Distance } from '../fakes/Distance';
import { FakeDevice } from '../fakes/FakeDevice';
import { FakeHub, joined } from '../fakes/FakeHub';

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
const screen: StageProducer = { ...camera, producerId: id('p2'), source: 'screen' };

/** WebRTC's own: a check by ICE, then DTLS 1.2 with its two flights each way. */
const iceTrips = 1;
const dtlsTrips = 2;

/** A page that was opened a while ago, before a server that is a round trip away. */
function pageFarAway(producers: readonly StageProducer[]) {
  const distance = new Distance();
  const connected = new Set<string>();
  const running = new Set<string>();
  const secured = new Set<string>();
  const hub = new FakeHub({
    Join: () => joined({ producers }),
    Consume: ({ producerId }) => ({
      consumerId: producerId,
      producerId,
      kind: 'video',
      rtpParameters: {},
    }),
    ConnectTransport: ({ transportId }) => void connected.add(transportId),
    ResumeConsumer: ({ consumerId }) => void running.add(consumerId),
  });
  const near = hub.invoke;
  hub.invoke = async <T>(method: string, argument: unknown): Promise<T> => {
    await distance.trip();
    if (method === 'Watch') for (const { producerId } of producers) running.add(producerId);
    return near<T>(method, argument);
  };
  const network = {
    begin: (transport: string) => {
      void (async () => {
        for (let trip = 0; trip < iceTrips; trip++) await distance.trip();
        for (let trip = 0; trip < dtlsTrips; trip++) {
          // Until the server knows the browser's certificate it answers no handshake.
          await distance.trip();
          if (!connected.has(transport)) trip--;
        }
        secured.add(transport);
      })();
    },
  };
  const capabilities = { codecs: [], headerExtensions: [] };
  const device = new LiveDevice(() => new FakeDevice(network).asDevice());
  const connection = new StageConnection({
    hub,
    seat: 'seat of Marek',
    refusal: () => Promise.resolve(null),
  });
  connection.prepare();
  void device.readyFor(capabilities);
  const click = () => {
    const session = new StageSession({
      connection,
      device,
      displayName: 'Marek',
      routerRtpCapabilities: capabilities,
    });
    session.open();
    return session;
  };
  /** Packets are there: the path is secured, and what they are of is received. */
  const plays = (session: StageSession, count: number) =>
    secured.size > 0 && running.size === count && session.state.get().pictures.length === count;
  return { hub, distance, click, plays };
}

describe('the round trips one after the other', () => {
  it('from click to first packet are four: the way in, the path, and two of DTLS', async () => {
    const { distance, click, plays, hub } = pageFarAway([camera]);
    const session = click();
    await distance.until(() => plays(session, 1));
    expect(distance.roundTrips).toBe(1 + iceTrips + dtlsTrips);
    expect(hub.calls.map(({ method }) => method)).toEqual(['Watch', 'ConnectTransport']);
  });

  it('are four from the first presenter’s picture for who came before', async () => {
    const { distance, click, plays, hub } = pageFarAway([]);
    const session = click();
    await distance.until(() => session.state.get().stage.phase === 'joined');
    expect(distance.roundTrips).toBe(1);
    distance.roundTrips = 0;
    hub.tell('ProducerAdded', camera);
    await distance.until(() => plays(session, 1));
    expect(distance.roundTrips).toBe(1 + iceTrips + dtlsTrips);
    expect(hub.called('CreateTransport')).toBe(0);
  });

  it('are two from a picture that comes later, over the path that is there', async () => {
    const { distance, click, plays, hub } = pageFarAway([camera]);
    const session = click();
    await distance.until(() => plays(session, 1));
    distance.roundTrips = 0;
    hub.tell('ProducerAdded', screen);
    await distance.until(() => plays(session, 2));
    expect(distance.roundTrips).toBe(2);
  });
});
