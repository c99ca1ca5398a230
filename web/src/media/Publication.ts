import type { Producer } from 'mediasoup-client/types';
import type { ProduceData } from './StageTransport';

/** A track as it is sent. */
export type Publication = Producer<ProduceData>;

export interface WantedTrack {
  readonly track: MediaStreamTrack | null;
  readonly paused: boolean;
}

/**
 * Sends that track, or pauses (`paused`, or no track any more).
 *
 * @returns Whether it is paused now.
 */
export async function change(
  publication: Publication,
  { track, paused }: WantedTrack,
): Promise<boolean> {
  if (track && track !== publication.track) await publication.replaceTrack({ track });
  const pauses = paused || !track;
  if (pauses && !publication.paused) publication.pause();
  if (!pauses && publication.paused) publication.resume();
  return pauses;
}
