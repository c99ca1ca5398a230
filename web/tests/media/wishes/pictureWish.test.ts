import { describe, expect, it } from 'vitest';
import { pictureWish } from '../../../src/media/wishes/pictureWish';
import type { ViewMode } from '../../../src/media/wishes/pictureWish';

const camera = (lines: number) => ({ screen: false, layers: 3, lines });
const screen = (lines: number) => ({ screen: true, layers: 2, lines });

describe('what is wanted of a picture', () => {
  it.each([
    [1_440, null],
    [600, null],
    [450, 1],
    [240, 1],
    [200, 0],
    [80, 0],
  ])('is the smallest camera that fills a tile of %i lines', (lines, spatialLayer) => {
    expect(pictureWish('automatic', true, camera(lines))).toMatchObject({
      paused: false,
      spatialLayer,
    });
  });

  it.each<[ViewMode, number | null]>([
    ['dataSaver', 1],
    [720, null],
    [360, 1],
    [180, 0],
  ])('is at most what was chosen: %s', (mode, spatialLayer) => {
    expect(pictureWish(mode, true, camera(900)).spatialLayer).toBe(spatialLayer);
  });

  it('is no more than the tile takes, whatever was chosen', () => {
    expect(pictureWish(720, true, camera(100)).spatialLayer).toBe(0);
  });

  it('is nothing in the background, out of sight, and for sound only', () => {
    expect(pictureWish('automatic', false, camera(720)).paused).toBe(true);
    expect(pictureWish('automatic', true, camera(0)).paused).toBe(true);
    expect(pictureWish('soundOnly', true, camera(720)).paused).toBe(true);
  });

  it('is all lines of a screen that can be read, with fewer frames to save data', () => {
    expect(pictureWish('automatic', true, screen(800))).toMatchObject({ spatialLayer: null });
    expect(pictureWish('dataSaver', true, screen(800))).toEqual({
      paused: false,
      spatialLayer: null,
      temporalLayer: 0,
    });
    expect(pictureWish('automatic', true, screen(120)).spatialLayer).toBe(0);
  });

  it('is the only one there is, if it is sent in one size', () => {
    expect(pictureWish(180, true, { screen: false, layers: 1, lines: 90 }).spatialLayer).toBeNull();
  });
});
