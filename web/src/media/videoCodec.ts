import type { RtpCapabilities, RtpCodecCapability } from 'mediasoup-client/types';

export type VideoCodec = 'H264' | 'VP8';

/**
 * The codec to send: the preferred one if this browser encodes it and the router takes it,
 * otherwise VP8. H264 is what recordings are made of, so they are copied instead of re-encoded.
 */
export function chooseVideoCodec(
  sendable: RtpCapabilities,
  preferred: VideoCodec,
): RtpCodecCapability | undefined {
  const find = (name: string) =>
    sendable.codecs?.find((codec) => codec.mimeType.toLowerCase() === `video/${name}`);
  return find(preferred.toLowerCase()) ?? find('vp8');
}
