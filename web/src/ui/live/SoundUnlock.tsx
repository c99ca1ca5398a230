import { Button } from '@mantine/core';
import type { SoundGate } from '../../media/SoundGate';
import { SoundIcon } from '../components/icons';
import { useStore } from '../hooks/useStore';
import classes from './StageOverlay.module.css';

/** Browsers keep a page silent until it is touched: this is where to touch it. */
export function SoundUnlock({ sound }: { readonly sound: SoundGate }) {
  const { blocked } = useStore(sound.state);
  if (!blocked) return null;
  return (
    <div className={classes.centre}>
      <Button
        size="lg"
        radius="xl"
        leftSection={<SoundIcon size={22} />}
        onClick={() => sound.unlock()}
      >
        Tap for sound
      </Button>
    </div>
  );
}
