import type { RtpCapabilities } from 'mediasoup-client/types';
import { describe, expect, it } from 'vitest';
import { chooseStandInCodec, chooseVideoCodec } from '../../src/media/videoCodec';

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

describe('chooseStandInCodec', () => {
  it('is VP8 for who sends something else', () => {
    const h264 = chooseVideoCodec(both, 'H264');
    expect(chooseStandInCodec(both, h264)?.mimeType).toBe('video/VP8');
  });

  it('is nothing for who sends VP8', () => {
    expect(chooseStandInCodec(both, chooseVideoCodec(both, 'VP8'))).toBeUndefined();
  });

  it('is nothing for a browser without VP8', () => {
    const onlyH264 = { codecs: [{ mimeType: 'video/H264' }] } as unknown as RtpCapabilities;
    expect(chooseStandInCodec(onlyH264, chooseVideoCodec(onlyH264, 'H264'))).toBeUndefined();
  });
});
