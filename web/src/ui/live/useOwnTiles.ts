import { useMemo } from 'react';
import type { ProducerId } from '../../ids';
import type { LocalMediaState } from '../../media/LocalMedia';
import type { ProducerSource } from '../../contract';
import type { Tile } from './tiles';

/** The presenter's own picture, and the screen while it is shared. */
export function useOwnTiles(
  { camera, microphone, screen }: LocalMediaState,
  sending: Partial<Record<ProducerSource, ProducerId>>,
  name: string,
): readonly Tile[] {
  const cameraStream = useMemo(
    () => new MediaStream(camera.track ? [camera.track] : []),
    [camera.track],
  );
  const face: Tile = {
    key: 'own',
    name,
    stream: cameraStream,
    screen: false,
    videoId: sending.camera ?? null,
    videoOn: camera.track !== null,
    unsupported: false,
    standInComes: false,
    soundOnly: null,
    audioOn: microphone.on && microphone.track !== null,
    own: true,
  };
  if (!screen) return [face];
  const shared: Tile = {
    ...face,
    key: 'own-screen',
    stream: screen,
    screen: true,
    videoId: sending.screen ?? null,
    videoOn: true,
  };
  return [face, shared];
}
