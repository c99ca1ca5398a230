import { Device, detectDevice } from 'mediasoup-client';

/** This browser cannot take part in live video; the message is a sentence to show. */
export class NoLiveVideo extends Error {}

/**
 * The browser's WebRTC. mediasoup-client tells browsers by their names, and on a page without TLS, or under a
 * name of their own, some do not say theirs: what has WebRTC is then taken for the engine that it is most likely built on.
 *
 * @throws {NoLiveVideo} when there is no WebRTC.
 */
export function openDevice(): Device {
  if (!('RTCPeerConnection' in window)) {
    throw new NoLiveVideo(
      'This browser has no WebRTC, or it is switched off, and live video needs it. Try Chrome, Edge, Firefox or Safari.',
    );
  }
  return new Device({ handlerName: detectDevice() ?? likelyEngine(navigator.userAgent) });
}

function likelyEngine(userAgent: string): 'Firefox120' | 'Chrome111' {
  return userAgent.includes('Gecko/') ? 'Firefox120' : 'Chrome111';
}
