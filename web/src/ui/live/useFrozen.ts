import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

const lookMs = 1_000;
/** A camera sends without end; what stands still this long is lost. */
const patience = 3;

/**
 * Whether a camera's picture has stopped moving while it should: its sender is out of reach, and the last
 * frame would pretend otherwise. A page in the background is shown nothing, so it cannot tell.
 */
export function useFrozen(element: RefObject<HTMLVideoElement | null>, watched: boolean): boolean {
  const [frozen, setFrozen] = useState(false);
  useEffect(() => {
    if (!watched) return undefined;
    let seen = -1;
    let still = 0;
    const timer = setInterval(() => {
      const video = element.current;
      if (!video || document.hidden || video.paused) return;
      const { totalVideoFrames } = video.getVideoPlaybackQuality();
      still = totalVideoFrames === seen ? still + 1 : 0;
      seen = totalVideoFrames;
      setFrozen(still >= patience);
    }, lookMs);
    return () => {
      clearInterval(timer);
      setFrozen(false);
    };
  }, [element, watched]);
  return frozen;
}
