import { describe, expect, it } from 'vitest';
import { cameraEncodings, screenEncodings } from '../../src/media/encodings';

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

  it.each(['video/VP9', 'video/AV1'])('is one stream of layers in %s', (codec) => {
    for (const encodings of [cameraEncodings(codec), screenEncodings(codec)]) {
      expect(encodings.map((each) => each.scalabilityMode)).toEqual(['L3T3_KEY']);
    }
  });
});
