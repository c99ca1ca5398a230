import type { ProducerId } from '../../ids';
import type { RemotePicture, SoundOnly } from '../../media/RemotePictures';

/** What one tile of the stage shows, whoever's it is. */
export interface Tile {
  readonly key: string;
  readonly name: string;
  readonly stream: MediaStream;
  readonly screen: boolean;
  /** The producer of the picture; null while there is none. */
  readonly videoId: ProducerId | null;
  readonly videoOn: boolean;
  /** There is a picture, of a codec that this browser does not know. */
  readonly unsupported: boolean;
  /** Another one, that this browser does know, is on its way. */
  readonly standInComes: boolean;
  /** Why a picture that is sent is not received. */
  readonly soundOnly: SoundOnly | null;
  readonly audioOn: boolean;
  /** The presenter's own picture: never heard, and seen as in a mirror. */
  readonly own: boolean;
}

export function remoteTile(picture: RemotePicture): Tile {
  return {
    key: picture.key,
    name: picture.displayName,
    stream: picture.stream,
    screen: picture.screen,
    videoId: picture.video?.producerId ?? null,
    videoOn:
      picture.video !== undefined &&
      !picture.video.paused &&
      !picture.unsupported &&
      picture.soundOnly === null,
    unsupported: picture.unsupported,
    standInComes: picture.video?.offersStandIn ?? false,
    soundOnly: picture.unsupported ? null : picture.soundOnly,
    audioOn: picture.audio !== undefined && !picture.audio.paused,
    own: false,
  };
}
