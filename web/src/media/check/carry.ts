import type { Device } from 'mediasoup-client';
import { id } from '../../ids';
import type { ProducerId, TransportId } from '../../ids';
import type { CheckLine } from '../../signaling/CheckLine';
import { readReception, receptionBetween } from '../quality/reception';
import { readSending, sendingBetween } from '../quality/sending';
import type { CarriedResult, Way } from './CheckReport';
import { measure } from './measure';
import { noisyPicture } from './noisyPicture';
import { connection, openTransport } from './tryWay';

/** A browser feels its way up to what the network takes. */
const warmUpMs = 4_000;
const measureMs = 4_000;
const mostBps = 3_000_000;

/** Sends a picture to the server and has it sent back, and counts what arrives. */
export async function carry(way: Way, device: Device, line: CheckLine): Promise<CarriedResult> {
  const picture = noisyPicture();
  const [up, down] = await Promise.all([
    line.call('CreateTransport', { direction: 'send' }),
    line.call('CreateTransport', { direction: 'recv' }),
  ]);
  const sending = openTransport(way, up, device, line, 'send');
  const receiving = openTransport(way, down, device, line, 'recv');
  try {
    sending.on('produce', ({ kind, rtpParameters }, done, failed) => {
      line
        .call('Produce', {
          transportId: id<TransportId>(sending.id),
          kind,
          source: 'camera',
          rtpParameters,
        })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
    const connected = [connection(sending), connection(receiving)];
    const producer = await sending.produce({
      track: picture.track,
      stopTracks: false,
      encodings: [{ maxBitrate: mostBps }],
      codecOptions: { videoGoogleStartBitrate: 1_000 },
    });
    const offer = await line.call('Consume', {
      transportId: id<TransportId>(receiving.id),
      producerId: id<ProducerId>(producer.id),
      rtpCapabilities: device.recvRtpCapabilities,
    });
    const { consumerId, producerId, kind, rtpParameters } = offer;
    await receiving.consume({ id: consumerId, producerId, kind, rtpParameters });
    await Promise.all(connected);
    await pause(warmUpMs);
    const look = async () => ({
      sent: readSending(await sending.getStats(), performance.now()),
      received: readReception(await receiving.getStats(), performance.now(), new Set()),
    });
    return await measure(async () => {
      const before = await look();
      await pause(measureMs);
      const after = await look();
      const sent = sendingBetween(before.sent, after.sent);
      const received = receptionBetween(before.received, after.received, true);
      return {
        sentBps: sent.bitrate,
        receivedBps: received.bitrate,
        lostUp: sent.lost,
        lostDown: received.lost,
        limited: sent.limitation === 'bandwidth',
      };
    });
  } finally {
    sending.close();
    receiving.close();
    picture.close();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
