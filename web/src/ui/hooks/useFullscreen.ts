import { useSyncExternalStore } from 'react';
import type { RefObject } from 'react';

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener);
  return () => document.removeEventListener('fullscreenchange', listener);
}

/** Whether something fills the screen, and the switch for letting `frame` do so. */
export function useFullscreen(frame: RefObject<HTMLElement | null>): {
  readonly active: boolean;
  readonly toggle: () => void;
} {
  const active = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);
  const toggle = () => {
    const change = active ? document.exitFullscreen() : frame.current?.requestFullscreen();
    // Refused by policy: the page stays as it is.
    void change?.catch(() => undefined);
  };
  return { active, toggle };
}
