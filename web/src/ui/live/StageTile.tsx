import { useEffect, useRef } from 'react';
import type { SoundGate } from '../../media/SoundGate';
import { PersonName } from '../components/PersonName';
import { MicrophoneOffIcon } from '../components/icons';
import classes from './StageTile.module.css';
import type { Tile } from './tiles';
import { useFrozen } from './useFrozen';

interface StageTileProps {
  readonly tile: Tile;
  readonly sound: SoundGate;
  /** Crop to the tile's shape instead of showing the whole picture. */
  readonly fill: boolean;
  /** The picture of somebody else is shown for the first time. */
  readonly onPicture: () => void;
}

export function StageTile({ tile, sound, fill, onPicture }: StageTileProps) {
  const { name, stream, screen, videoId, videoOn, unsupported, audioOn, own } = tile;
  const element = useRef<HTMLVideoElement>(null);

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
    <figure className={classes.tile} data-fill={fill && !screen} data-own={own && !screen}>
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
      {!pictured && !unsupported && (
        <div className={classes.avatar} aria-hidden="true">
          <span>{initials(name)}</span>
        </div>
      )}
      {unsupported && <p className={classes.unsupported}>{unsupportedPicture}</p>}
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

const unsupportedPicture =
  'This browser has no decoder for this picture. The sound plays; Chrome, Edge and Safari show both.';

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
