import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GrowingWebm, isWebm } from '../../src/media/GrowingWebm';

describe('a WebM that grows', () => {
  let video: HTMLVideoElement;
  const onProblem = vi.fn();
  const play = vi.fn(() => Promise.resolve());
  const first = '/live/r/1/a/recording-2.webm';
  const state = { paused: true, ended: false };

  beforeEach(() => {
    Object.assign(state, { paused: true, ended: false });
    onProblem.mockReset();
    play.mockClear();
    video = document.createElement('video');
    video.play = play;
    video.load = vi.fn();
    Object.defineProperty(video, 'paused', { get: () => state.paused });
    Object.defineProperty(video, 'ended', { get: () => state.ended });
    Object.defineProperty(video, 'currentTime', { value: 0, writable: true });
  });

  it('goes on playing what it began with', () => {
    const webm = new GrowingWebm(video, first, onProblem);
    state.paused = false;
    webm.offer('/live/r/2/b/recording-3.webm');
    expect(video.getAttribute('src')).toBe(first);
  });

  it('goes on with the longer one at the end', () => {
    const webm = new GrowingWebm(video, first, onProblem);
    webm.offer('/live/r/2/b/recording-3.webm');
    video.currentTime = 8.5;
    state.ended = true;
    video.dispatchEvent(new Event('ended'));
    expect(video.getAttribute('src')).toBe('/live/r/2/b/recording-3.webm');
    expect(video.currentTime).toBe(8.5);
    expect(play).toHaveBeenCalledOnce();
  });

  it('waits at the end until there is more', () => {
    const webm = new GrowingWebm(video, first, onProblem);
    state.ended = true;
    video.dispatchEvent(new Event('ended'));
    webm.offer('/live/r/2/b/recording-2.webm');
    expect(video.getAttribute('src')).toBe(first);
    webm.offer('/live/r/3/c/recording-3.webm');
    expect(video.getAttribute('src')).toBe('/live/r/3/c/recording-3.webm');
  });

  it('shows the whole one at once, and stays paused when it was', () => {
    const webm = new GrowingWebm(video, first, onProblem);
    video.currentTime = 3;
    webm.offer('/live/r/2/b/recording.webm');
    expect(video.getAttribute('src')).toBe('/live/r/2/b/recording.webm');
    expect(video.currentTime).toBe(3);
    expect(play).not.toHaveBeenCalled();
  });

  it('says when it cannot be loaded, but not after it was closed', () => {
    const webm = new GrowingWebm(video, first, onProblem);
    video.dispatchEvent(new Event('error'));
    expect(onProblem).toHaveBeenCalledOnce();
    webm.close();
    video.dispatchEvent(new Event('error'));
    expect(onProblem).toHaveBeenCalledOnce();
    expect(video.hasAttribute('src')).toBe(false);
  });

  it('is told from HLS by its name', () => {
    expect(isWebm(first)).toBe(true);
    expect(isWebm('/live/r/1/a/master.m3u8')).toBe(false);
  });
});
