import { ActionIcon, Slider } from '@mantine/core';
import type { RefObject } from 'react';
import type { SoundGate } from '../../media/SoundGate';
import { ExpandIcon, ShrinkIcon, SoundIcon, SoundOffIcon } from '../components/icons';
import type { ViewMode } from '../../media/wishes/pictureWish';
import { ViewMenu } from './ViewMenu';
import { useFullscreen } from '../hooks/useFullscreen';
import { useStore } from '../hooks/useStore';
import classes from './ViewerControls.module.css';

interface ViewerControlsProps {
  readonly sound: SoundGate;
  /** What is made as large as the screen. */
  readonly frame: RefObject<HTMLElement | null>;
  readonly viewMode: ViewMode;
  readonly onViewMode: (mode: ViewMode) => void;
}

export function ViewerControls({ sound, frame, viewMode, onViewMode }: ViewerControlsProps) {
  const { muted, blocked, volume } = useStore(sound.state);
  const silent = muted || blocked;
  return (
    <div className={classes.controls}>
      <ActionIcon
        variant="transparent"
        className={classes.button}
        size="lg"
        aria-label={silent ? 'Unmute sound' : 'Mute sound'}
        onClick={() => (silent ? sound.unlock() : sound.setMuted(true))}
      >
        {silent ? <SoundOffIcon /> : <SoundIcon />}
      </ActionIcon>
      <Slider
        className={classes.volume}
        size="sm"
        label={null}
        thumbLabel="Volume"
        min={0}
        max={100}
        value={silent ? 0 : volume * 100}
        onChange={(percent) => sound.setVolume(percent / 100)}
      />
      <ViewMenu viewMode={viewMode} onViewMode={onViewMode} />
      <FullscreenButton frame={frame} />
    </div>
  );
}

function FullscreenButton({ frame }: Pick<ViewerControlsProps, 'frame'>) {
  const full = useFullscreen(frame);
  if (!document.fullscreenEnabled) return null;
  return (
    <ActionIcon
      variant="transparent"
      className={classes.button}
      size="lg"
      aria-label={full.active ? 'Leave full screen' : 'Full screen'}
      onClick={full.toggle}
    >
      {full.active ? <ShrinkIcon /> : <ExpandIcon />}
    </ActionIcon>
  );
}
