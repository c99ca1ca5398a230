// libwebrtc, as @roamhq/wrtc builds it.
import wrtc from '@roamhq/wrtc';

const { RTCVideoSource, RTCVideoSink, RTCAudioSource, RTCAudioSink } = wrtc.nonstandard;
const { RTCPeerConnection, MediaStream, MediaStreamTrack, RTCSessionDescription, RTCIceCandidate } = wrtc;
Object.assign(globalThis, { RTCPeerConnection, MediaStream, MediaStreamTrack, RTCSessionDescription, RTCIceCandidate });

const [width, height] = [640, 360];
const rate = 48_000;
const audible = 1_000;

/** A picture that moves and a tone. */
export function camera() {
  const video = new RTCVideoSource();
  const audio = new RTCAudioSource();
  const picture = new Uint8ClampedArray((width * height * 3) / 2).fill(128);
  let frames = 0;
  let played = 0;
  const showNext = () => {
    const bar = (frames++ * 8) % width;
    for (let row = 0; row < width * height; row += width) {
      picture.fill(40, row, row + width);
      picture.fill(220, row + bar, row + Math.min(bar + 40, width));
    }
    video.onFrame({ width, height, data: picture });
  };
  const playNext = () => {
    const samples = Int16Array.from({ length: rate / 100 }, (_, i) => 8000 * Math.sin(((played + i) * 2 * Math.PI * 440) / rate));
    played += samples.length;
    audio.onData({ samples, sampleRate: rate, bitsPerSample: 16, channelCount: 1, numberOfFrames: samples.length });
  };
  const start = () => {
    setInterval(showNext, 33);
    setInterval(playNext, 10);
  };
  return { tracks: { camera: video.createTrack(), microphone: audio.createTrack() }, start, frames: () => frames };
}

/** Counts the pictures, and the milliseconds of sound that can be heard. */
export function screen(track) {
  let count = 0;
  if (track.kind === 'video') {
    new RTCVideoSink(track).onframe = () => count++;
    return { frames: () => count };
  }
  new RTCAudioSink(track).ondata = ({ samples }) => (count += samples.some((sample) => Math.abs(sample) > audible) ? 10 : 0);
  return { soundMs: () => count };
}
