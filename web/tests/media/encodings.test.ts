import { describe, expect, it } from 'vitest';
import {
  cameraEncodings,
  screenEncodings,
  standInCameraEncoding,
  standInScreenEncoding,
} from '../../src/media/encodings';

describe('what a presenter sends of a picture', () => {
  it.each(['video/H264', 'video/VP8'])(
    'is three sizes of a camera in %s, smallest first',
    (codec) => {
      expect(cameraEncodings(codec).map((each) => each.scaleResolutionDownBy)).toEqual([4, 2, 1]);
    },
  );

  it('is a small and a whole screen', () => {
    expect(screenEncodings('video/VP8').map((each) => each.scaleResolutionDownBy)).toEqual([3, 1]);
  });

  it.each([
    [1080, 3],
    [720, 2],
    [360, 1],
    [240, 1],
    [undefined, 2],
  ])('stands in for a camera of %s lines with one of 360 at most', (height, scale) => {
    const settings = height === undefined ? {} : { height };
    expect(standInCameraEncoding(settings).scaleResolutionDownBy).toBe(scale);
  });

  it('stands in for a screen with one that can be read', () => {
    expect(standInScreenEncoding({ width: 1920 }).scaleResolutionDownBy).toBe(1.5);
    expect(standInScreenEncoding({ width: 1024 }).scaleResolutionDownBy).toBe(1);
  });

  it.each(['video/VP9', 'video/AV1'])('is one stream of layers in %s', (codec) => {
    for (const encodings of [cameraEncodings(codec), screenEncodings(codec)]) {
      expect(encodings.map((each) => each.scalabilityMode)).toEqual(['L3T3_KEY']);
    }
  });
});
