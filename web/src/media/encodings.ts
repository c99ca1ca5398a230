import type { RtpEncodingParameters } from 'mediasoup-client/types';

/** Of these several encodings are sent side by side; the others carry their layers in one. */
const simulcast: ReadonlySet<string> = new Set(['video/h264', 'video/vp8']);
const layersInOne = 'L3T3_KEY';
/** A viewer in need gives up frames before resolution. */
const temporalLayers = 'L1T3';

/** A camera of 720 lines in 180, 360 and 720, smallest first: what the node chooses from for each viewer. */
export function cameraEncodings(mimeType: string | undefined): RtpEncodingParameters[] {
  if (!isSimulcast(mimeType)) {
    return [{ maxBitrate: 2_500_000, maxFramerate: 30, scalabilityMode: layersInOne }];
  }
  return [
    { scaleResolutionDownBy: 4, maxBitrate: 180_000, ...moving },
    { scaleResolutionDownBy: 2, maxBitrate: 600_000, ...moving },
    { scaleResolutionDownBy: 1, maxBitrate: 2_500_000, ...moving },
  ];
}

/** A screen in a small picture and in full, which is to be legible before it moves well. */
export function screenEncodings(mimeType: string | undefined): RtpEncodingParameters[] {
  if (!isSimulcast(mimeType)) {
    return [{ maxBitrate: 2_500_000, maxFramerate: 15, scalabilityMode: layersInOne }];
  }
  return [
    { scaleResolutionDownBy: 3, maxBitrate: 250_000, maxFramerate: 5, ...stills },
    { scaleResolutionDownBy: 1, maxBitrate: 2_500_000, maxFramerate: 15, ...stills },
  ];
}

/** A camera once more for those who cannot decode the others: one modest picture. */
export function standInCameraEncoding({ height }: MediaTrackSettings): RtpEncodingParameters {
  return { ...atMost(height, 360), maxBitrate: 500_000, ...moving };
}

/** A screen once more: legible, and no faster than it needs to be. */
export function standInScreenEncoding({ width }: MediaTrackSettings): RtpEncodingParameters {
  return { ...atMost(width, 1_280), maxBitrate: 1_000_000, maxFramerate: 10, ...stills };
}

const moving = { maxFramerate: 30, scalabilityMode: temporalLayers };
const stills = { scalabilityMode: temporalLayers };

/** What does not say how large it is is taken for twice of what is wanted. */
function atMost(pixels: number | undefined, most: number): RtpEncodingParameters {
  return { scaleResolutionDownBy: Math.max(1, (pixels ?? 2 * most) / most) };
}

function isSimulcast(mimeType: string | undefined): boolean {
  return mimeType === undefined || simulcast.has(mimeType.toLowerCase());
}
