// Somebody at the stage hub who uses none of our pages: node client.mjs STACK present|watch LINK LOSS_PERCENT
// WebRTC is STACK's own (wrtc, werift, aiortc, webrtcbin); what goes between it and the hub is mediasoup-client's and the hub's npm client's.
// Says "ready" once media flow, and for each line of its input how much there was since the last, as JSON. It leaves at the end of its input.
import { createInterface } from 'node:readline';
import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import { Device } from 'mediasoup-client';
import { lossyWay } from './lossyWay.mjs';

const [stackName, role, link, lossPercent] = process.argv.slice(2);
const { camera, screen } = await import(`./${stackName}.mjs`);
const { origin, pathname } = new URL(link);
const token = pathname.split('/').at(-1);

const hub = new HubConnectionBuilder()
  .withUrl(`${origin}/hub/stage?access_token=${token}`, { skipNegotiation: true, transport: HttpTransportType.WebSockets })
  .configureLogging(LogLevel.Error)
  .build();
await hub.start();
const { routerRtpCapabilities } = await (await fetch(`${origin}/api/join/${token}`)).json();
const device = await Device.factory({ handlerName: 'Chrome111' });
await device.load({ routerRtpCapabilities });

async function throughLoss({ iceCandidates, ...parameters }) {
  const candidates = iceCandidates.filter(({ protocol }) => protocol === 'udp');
  const ports = await Promise.all(candidates.map(({ address, port }) => lossyWay(address, port, Number(lossPercent))));
  return { ...parameters, iceServers: [], iceCandidates: candidates.map((each, i) => ({ ...each, ip: '127.0.0.1', address: '127.0.0.1', port: ports[i] })) };
}

let isConnected = false;
let leave = async () => {};

function connected(transport) {
  transport.on('connectionstatechange', (state) => (isConnected = state === 'connected'));
  transport.on('connect', ({ dtlsParameters }, done, failed) => hub.invoke('ConnectTransport', { transportId: transport.id, dtlsParameters }).then(done, failed));
  return transport;
}

async function present() {
  await hub.invoke('Join', { displayName: `${stackName} presents` });
  const transport = connected(device.createSendTransport(await throughLoss(await hub.invoke('CreateTransport', { direction: 'send' }))));
  transport.on('produce', ({ kind, rtpParameters, appData: { source } }, done, failed) =>
    hub.invoke('Produce', { transportId: transport.id, kind, source, rtpParameters, paused: false }).then(({ producerId }) => done({ id: producerId }), failed),
  );
  const { tracks, start, frames } = camera();
  const producers = [];
  for (const [source, track] of Object.entries(tracks)) producers.push(await transport.produce({ track, appData: { source }, stopTracks: false }));
  await start();
  leave = () => Promise.all(producers.map(({ id }) => hub.invoke('CloseProducer', { producerId: id })));
  return { frames };
}

async function watch() {
  const watching = await hub.invoke('Watch', { displayName: `${stackName} watches`, rtpCapabilities: device.recvRtpCapabilities });
  const transport = connected(device.createRecvTransport(await throughLoss(watching.transport)));
  const counters = {};
  for (const { consumerId, producerId, kind, rtpParameters } of watching.consumers)
    Object.assign(counters, screen((await transport.consume({ id: consumerId, producerId, kind, rtpParameters })).track));
  return counters;
}

let counters = {};
let before = {};
const read = () => Object.entries(counters).map(([name, count]) => [name, count()]);
createInterface({ input: process.stdin })
  .on('line', () => {
    const now = Object.fromEntries(read());
    console.log(JSON.stringify(Object.fromEntries(Object.entries(now).map(([name, count]) => [name, count - before[name]]))));
    before = now;
  })
  .on('close', () => leave().finally(() => process.exit(0)));
counters = await (role === 'present' ? present() : watch());
while (!isConnected || read().some(([, count]) => count === 0)) await new Promise((resolve) => setTimeout(resolve, 50));
before = Object.fromEntries(read());
console.log('ready');
