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

/** What a stand-in is sent in; undefined if this browser has no VP8, or sends VP8 anyway. */
export function chooseStandInCodec(
  sendable: RtpCapabilities,
  original: RtpCodecCapability | undefined,
): RtpCodecCapability | undefined {
  const codec = chooseVideoCodec(sendable, 'VP8');
  return codec && original && codec.mimeType !== original.mimeType ? codec : undefined;
}
