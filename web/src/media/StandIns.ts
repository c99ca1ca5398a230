import type { ProducerSource } from '../contract';
import { id } from '../ids';
import type { ProducerId } from '../ids';
import { change } from './Publication';
import type { Publication, WantedTrack } from './Publication';
import type { ProduceData } from './StageTransport';

type Produce = (
  source: ProducerSource,
  track: MediaStreamTrack,
  data: ProduceData,
) => Promise<Publication>;

/**
 * The pictures that are sent once more, as a modest VP8, while somebody cannot decode the first. The stage knows what becomes of a
 * stand-in from what becomes of its original, so nothing is told here.
 */
export class StandIns {
  private readonly wanted = new Set<ProducerId>();
  private readonly sent = new Map<ProducerSource, Publication>();

  constructor(private readonly produce: Produce) {}

  get all(): readonly Publication[] {
    return [...this.sent.values()];
  }

  want(original: ProducerId, wanted: boolean): void {
    if (wanted) this.wanted.add(original);
    else this.wanted.delete(original);
  }

  /** Brings the stand-in of one source to what its original is, or shall be: never fails because of it. */
  async follow(
    source: ProducerSource,
    original: Publication | undefined,
    wanted: WantedTrack | undefined,
  ): Promise<void> {
    const standInFor = original && id<ProducerId>(original.id);
    const standIn = this.sent.get(source);
    const goesOn = standInFor !== undefined && wanted !== undefined && this.wanted.has(standInFor);
    if (standIn && goesOn && standIn.appData.standInFor === standInFor) {
      await change(standIn, wanted);
      return;
    }
    this.end(source);
    if (!goesOn || !wanted.track) return;
    try {
      const data = { source, paused: wanted.paused, standInFor };
      const standIn = await this.produce(source, wanted.track, data);
      this.sent.set(source, standIn);
      await keepSize(standIn);
    } catch {
      // It is asked for again when the line is back; those who wait for it hear the sound.
      this.wanted.delete(standInFor);
    }
  }

  /** After the line was down: drops what the stage does not know any more. */
  keepOnly(known: ReadonlySet<ProducerId>): void {
    for (const [source, standIn] of this.sent) {
      if (!known.has(id<ProducerId>(standIn.id))) this.end(source);
    }
  }

  close(): void {
    for (const source of this.sent.keys()) this.end(source);
    this.wanted.clear();
  }

  private end(source: ProducerSource): void {
    this.sent.get(source)?.close();
    this.sent.delete(source);
  }
}

/** It is small as it is: rather fewer frames than lines, which Chromium takes half a minute to send again. */
async function keepSize({ rtpSender }: Publication): Promise<void> {
  if (!rtpSender) return;
  const parameters = rtpSender.getParameters();
  parameters.degradationPreference = 'maintain-resolution';
  await rtpSender.setParameters(parameters).catch(() => undefined);
}
