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
    const video = element.current;
    if (!watched || !video) return undefined;
    const frames = countFrames(video);
    let seen = -1;
    let still = 0;
    const timer = setInterval(() => {
      if (document.hidden || video.paused) return;
      const shown = frames.shown();
      still = shown === seen ? still + 1 : 0;
      seen = shown;
      setFrozen(still >= patience);
    }, lookMs);
    return () => {
      clearInterval(timer);
      frames.stop();
      setFrozen(false);
    };
  }, [element, watched]);
  return frozen;
}

interface FrameCount {
  readonly shown: () => number;
  readonly stop: () => void;
}

/** Firefox counts no frames of a live picture, but tells of each; older browsers only count. */
function countFrames(video: HTMLVideoElement): FrameCount {
  if (!tellsOfFrames(video)) {
    return {
      shown: () => video.getVideoPlaybackQuality().totalVideoFrames,
      stop: () => undefined,
    };
  }
  let shown = 0;
  let next = 0;
  const onFrame = () => {
    shown++;
    next = video.requestVideoFrameCallback(onFrame);
  };
  next = video.requestVideoFrameCallback(onFrame);
  return { shown: () => shown, stop: () => video.cancelVideoFrameCallback(next) };
}

function tellsOfFrames(video: HTMLVideoElement): boolean {
  return 'requestVideoFrameCallback' in video;
}
