import type { Device } from 'mediasoup-client';
import type { Transport, TransportOptions } from 'mediasoup-client/types';
import type { TransportCreated, TransportDirection } from '../../contract';
import { id } from '../../ids';
import type { TransportId } from '../../ids';
import type { CheckLine } from '../../signaling/CheckLine';
import { rtcIceServer } from '../StageTransport';
import { roundTripMs } from '../quality/stats';
import type { Way, WayResult } from './CheckReport';

/** A way that is open is found in one or two seconds, over a relay in a few. */
const patienceMs = 10_000;

/** Looks whether media gets to the server this way, and what the way back takes. */
export async function tryWay(way: Way, device: Device, line: CheckLine): Promise<WayResult> {
  const created = await line.call('CreateTransport', { direction: 'send' });
  if (way === 'relay' && created.iceServers.length === 0) return { outcome: 'absent' };
  const began = performance.now();
  const transport = openTransport(way, created, device, line, 'send');
  // Nothing is produced: it is enough to have something to connect for.
  transport.on('produce', (_, done) => done({ id: 'nothing' }));
  const { track, close } = silence();
  try {
    const connected = connection(transport);
    await Promise.all([transport.produce({ track, stopTracks: false }), connected]);
    const connectedMs = performance.now() - began;
    return {
      outcome: 'through',
      connectedMs,
      roundTripMs: roundTripMs(await transport.getStats()),
    };
  } catch {
    return { outcome: 'blocked' };
  } finally {
    transport.close();
    close();
  }
}

/** A transport that goes this way alone. */
export function openTransport(
  way: Way,
  created: TransportCreated,
  device: Device,
  line: CheckLine,
  direction: TransportDirection,
): Transport {
  const options: TransportOptions = {
    ...created,
    iceCandidates: created.iceCandidates.filter(
      ({ protocol }) => protocol === (way === 'relay' ? 'udp' : way),
    ),
    iceServers: way === 'relay' ? created.iceServers.map(rtcIceServer) : [],
    iceTransportPolicy: way === 'relay' ? 'relay' : 'all',
  };
  const transport =
    direction === 'send'
      ? device.createSendTransport(options)
      : device.createRecvTransport(options);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    const transportId = id<TransportId>(transport.id);
    line.call('ConnectTransport', { transportId, dtlsParameters }).then(() => done(), failed);
  });
  return transport;
}

/** Rejects when it fails or takes too long. */
export function connection(transport: Transport): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Nothing gets through.')), patienceMs);
    transport.on('connectionstatechange', (state) => {
      if (state === 'connected') resolve();
      else if (state === 'failed' || state === 'closed') reject(new Error('Nothing gets through.'));
      else return;
      clearTimeout(timer);
    });
  });
}

function silence(): { readonly track: MediaStreamTrack; readonly close: () => void } {
  const audio = new AudioContext();
  const [track] = audio.createMediaStreamDestination().stream.getAudioTracks();
  if (!track) throw new Error('This browser makes no sound.');
  return { track, close: () => void audio.close() };
}
