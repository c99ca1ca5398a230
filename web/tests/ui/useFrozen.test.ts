import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useFrozen } from '../../src/ui/live/useFrozen';

describe('a picture that should move', () => {
  let totalVideoFrames = 0;
  const element = {
    current: {
      paused: false,
      getVideoPlaybackQuality: () => ({ totalVideoFrames }),
    } as HTMLVideoElement,
  };
  const seconds = (count: number, framesEach: number) => {
    for (let i = 0; i < count; i++) {
      totalVideoFrames += framesEach;
      act(() => void vi.advanceTimersByTime(1_000));
    }
  };

  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is frozen after three seconds without a frame, until the next', () => {
    const { result } = renderHook(() => useFrozen(element, true));
    seconds(5, 30);
    expect(result.current).toBe(false);
    seconds(2, 0);
    expect(result.current).toBe(false);
    seconds(2, 0);
    expect(result.current).toBe(true);
    seconds(1, 1);
    expect(result.current).toBe(false);
  });

  it('is watched frame by frame where the browser tells of each, as Firefox does alone', () => {
    let onFrame: (() => void) | undefined;
    const told = {
      current: {
        paused: false,
        getVideoPlaybackQuality: () => ({ totalVideoFrames: 0 }),
        requestVideoFrameCallback: (callback: () => void) => {
          onFrame = callback;
          return 1;
        },
        cancelVideoFrameCallback: () => undefined,
      } as unknown as HTMLVideoElement,
    };
    const { result } = renderHook(() => useFrozen(told, true));
    for (let i = 0; i < 6; i++) {
      onFrame?.();
      act(() => void vi.advanceTimersByTime(1_000));
    }
    expect(result.current).toBe(false);
    act(() => void vi.advanceTimersByTime(4_000));
    expect(result.current).toBe(true);
  });

  it('may stand still when it need not move', () => {
    const { result } = renderHook(() => useFrozen(element, false));
    seconds(10, 0);
    expect(result.current).toBe(false);
  });
});
