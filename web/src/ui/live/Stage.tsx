import type { ProducerId } from '../../ids';
import type { SoundGate } from '../../media/SoundGate';
import classes from './Stage.module.css';
import { StageTile } from './StageTile';
import type { Tile } from './tiles';

interface StageProps {
  readonly tiles: readonly Tile[];
  readonly sound: SoundGate;
  /** Somebody else's picture is shown. */
  readonly onPicture: () => void;
  /** How many lines of the screen the picture of a producer takes. */
  readonly onLines: (picture: ProducerId, lines: number) => void;
}

/** Everyone on stage: a grid of equals, or a shared screen large with the people in a strip. */
export function Stage({ tiles, sound, onPicture, onLines }: StageProps) {
  const screens = tiles.filter(({ screen }) => screen);
  const people = tiles.filter(({ screen }) => !screen);
  const main = screens.length > 0 ? screens : people;
  const strip = screens.length > 0 ? people : [];
  return (
    <div className={classes.stage} data-strip={strip.length > 0}>
      <div className={classes.grid} data-count={Math.min(main.length, 10)}>
        {main.map((tile) => (
          <StageTile
            key={tile.key}
            tile={tile}
            sound={sound}
            onPicture={onPicture}
            onLines={onLines}
            fill={main.length > 1}
          />
        ))}
      </div>
      {strip.length > 0 && (
        <div className={classes.strip}>
          {strip.map((tile) => (
            <StageTile
              key={tile.key}
              tile={tile}
              sound={sound}
              onPicture={onPicture}
              onLines={onLines}
              fill
            />
          ))}
        </div>
      )}
    </div>
  );
}
