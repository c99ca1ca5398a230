// WebRTC in TypeScript, as werift is. It makes its part of a handshake anew, with other keys, when ours is repeated: where datagrams are lost
// it does not always get in.
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { MediaStream, MediaStreamTrack, RTCPeerConnection, RTCSessionDescription, useOPUS, useVP8 } from 'werift';

class Connection extends RTCPeerConnection {
  constructor() {
    super({ iceServers: [], codecs: { video: [useVP8()], audio: [useOPUS()] } });
  }
}
Object.assign(globalThis, { RTCPeerConnection: Connection, MediaStream, MediaStreamTrack, RTCSessionDescription });

const timestampOf = (packet) => packet.readUInt32BE(4);

/** A test picture in VP8 and a tone in Opus, which FFmpeg makes. */
export function camera() {
  const tracks = { camera: new MediaStreamTrack({ kind: 'video' }), microphone: new MediaStreamTrack({ kind: 'audio' }) };
  const frames = new Set();
  const encoders = [];
  const encode = async (input, codec, onPacket) => {
    const socket = createSocket('udp4').on('message', onPacket);
    await new Promise((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const to = `rtp://127.0.0.1:${socket.address().port}?pkt_size=1200`;
    encoders.push(spawn('ffmpeg', ['-v', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', input, ...codec, '-f', 'rtp', to], { stdio: 'ignore' }));
  };
  process.on('exit', () => encoders.forEach((encoder) => encoder.kill('SIGKILL')));
  const start = async () => {
    await encode('testsrc2=s=640x360:r=30', ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '800k', '-g', '60'], (packet) => {
      frames.add(timestampOf(packet));
      tracks.camera.writeRtp(packet);
    });
    await encode('sine=440:r=48000', ['-c:a', 'libopus', '-ac', '2', '-b:a', '48k'], (packet) => tracks.microphone.writeRtp(packet));
  };
  return { tracks, start, frames: () => frames.size };
}

/** Counts the pictures and the milliseconds of sound that come; it decodes neither. */
export function screen(track) {
  const timestamps = new Set();
  track.onReceiveRtp.subscribe((packet) => timestamps.add(packet.header.timestamp));
  return track.kind === 'video' ? { frames: () => timestamps.size } : { soundMs: () => timestamps.size * 20 };
}
