import type { RtpCapabilities } from 'mediasoup-client/types';
import { describe, expect, it } from 'vitest';
import { chooseVideoCodec } from '../../src/media/videoCodec';

const both = {
  codecs: [{ mimeType: 'video/VP8' }, { mimeType: 'video/H264' }],
} as unknown as RtpCapabilities;
const onlyVp8 = { codecs: [{ mimeType: 'video/VP8' }] } as unknown as RtpCapabilities;

describe('chooseVideoCodec', () => {
  it('takes the preferred codec if it can be sent', () => {
    expect(chooseVideoCodec(both, 'H264')?.mimeType).toBe('video/H264');
  });

  it('falls back to VP8', () => {
    expect(chooseVideoCodec(onlyVp8, 'H264')?.mimeType).toBe('video/VP8');
  });
});
