import { useCallback, useEffect, useRef } from 'react';
import type { ProducerId } from '../../ids';
import type { SoundOnly } from '../../media/RemotePictures';
import type { SoundGate } from '../../media/SoundGate';
import { PersonName } from '../components/PersonName';
import { MicrophoneOffIcon } from '../components/icons';
import classes from './StageTile.module.css';
import type { Tile } from './tiles';
import { Undecoded } from './Undecoded';
import { useFrozen } from './useFrozen';
import { useTileLines } from './useTileLines';

interface StageTileProps {
  readonly tile: Tile;
  readonly sound: SoundGate;
  /** Crop to the tile's shape instead of showing the whole picture. */
  readonly fill: boolean;
  /** The picture of somebody else is shown for the first time. */
  readonly onPicture: () => void;
  /** See {@link useTileLines}; of the picture of somebody else. */
  readonly onLines: (picture: ProducerId, lines: number) => void;
}

export function StageTile({ tile, sound, fill, onPicture, onLines }: StageTileProps) {
  const { name, stream, screen, videoId, videoOn, audioOn, own } = tile;
  const { unsupported, standInComes, soundOnly } = tile;
  const element = useRef<HTMLVideoElement>(null);
  const figure = useRef<HTMLElement>(null);
  const tell = useCallback(
    (lines: number) => {
      if (videoId !== null && !own) onLines(videoId, lines);
    },
    [videoId, own, onLines],
  );
  useTileLines(figure, tell);

  useEffect(() => {
    const video = element.current;
    if (!video) return;
    video.srcObject = stream;
    if (!own) return sound.add(video);
    video.muted = true;
    void video.play().catch(() => undefined);
    return undefined;
  }, [stream, sound, own]);

  const frozen = useFrozen(element, videoOn && !own && !screen);
  const pictured = videoOn && !frozen;

  const label = screen ? `${name}’s screen` : own ? `${name} (you)` : name;
  return (
    <figure
      ref={figure}
      className={classes.tile}
      data-fill={fill && !screen}
      data-own={own && !screen}
    >
      <video
        ref={element}
        className={classes.video}
        data-testid="stage-video"
        data-producer-id={videoId ?? undefined}
        data-on={pictured}
        playsInline
        onLoadedData={() => !own && onPicture()}
        aria-label={label}
      />
      {!pictured && !unsupported && soundOnly === null && (
        <div className={classes.avatar} aria-hidden="true">
          <span>{initials(name)}</span>
        </div>
      )}
      {unsupported && <Undecoded standInComes={standInComes} />}
      {soundOnly !== null && (
        <p className={classes.instead} role="status">
          {soundOnlyWords[soundOnly]}
        </p>
      )}
      <figcaption className={classes.caption}>
        {!audioOn && !screen && (
          <span role="img" aria-label="Microphone off" className={classes.muted}>
            <MicrophoneOffIcon size={15} />
          </span>
        )}
        <span className={classes.name}>
          {screen ? (
            <>
              <bdi>{name}</bdi>’s screen
            </>
          ) : (
            <PersonName name={name} role="presenter" {...(own && { suffix: '(you)' })} />
          )}
        </span>
      </figcaption>
    </figure>
  );
}

const soundOnlyWords: Readonly<Record<SoundOnly, string>> = {
  chosen: 'You chose to listen only.',
  network: 'Your connection carries sound only at the moment. The picture comes back by itself.',
};

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const first = firstCharacter(words[0]) ?? '?';
  const last = words.length > 1 ? (firstCharacter(words.at(-1)) ?? '') : '';
  return (first + last).toUpperCase();
}

/** As a reader sees it: a letter with its marks, a whole emoji. */
function firstCharacter(word = ''): string | undefined {
  return new Intl.Segmenter().segment(word).containing(0)?.segment;
}
