import type { ProducerSource } from '../contract';
import type { LocalMediaState } from './LocalMedia';
import type { WantedTrack } from './Publication';

/** What a presenter on stage sends, from what the devices give; `undefined` is not sent. */
export function wantedTracks(local: LocalMediaState): [ProducerSource, WantedTrack | undefined][] {
  const { camera, microphone, screen } = local;
  return [
    ['microphone', { track: microphone.track, paused: !microphone.on }],
    ['camera', { track: camera.track, paused: !camera.on }],
    ['screen', ofStream(screen?.getVideoTracks()[0])],
    ['screenAudio', ofStream(screen?.getAudioTracks()[0])],
  ];
}

function ofStream(track: MediaStreamTrack | undefined): WantedTrack | undefined {
  return track && { track, paused: false };
}
