import type { ConsumerId } from '../../ids';
import type { Signaling } from '../StageTransport';
import type { PictureWish } from './pictureWish';

interface Standing {
  wanted: PictureWish;
  /** What the server was told last. */
  told: PictureWish;
  wishes: number;
  busy: boolean;
}

const everything: PictureWish = { paused: false, spatialLayer: null, temporalLayer: null };

/** Tells the server what is wanted of each picture, the latest wish only, one call after the other. */
export class WishBoard {
  private readonly standing = new Map<ConsumerId, Standing>();

  constructor(private readonly signaling: Signaling) {}

  /** What was not told, because the line was down, is told with the next wish. */
  want(consumer: ConsumerId, wanted: PictureWish): void {
    const known = this.standing.get(consumer) ?? {
      wanted,
      told: everything,
      wishes: 0,
      busy: false,
    };
    known.wanted = wanted;
    known.wishes++;
    this.standing.set(consumer, known);
    void this.tell(consumer, known);
  }

  forget(consumer: ConsumerId): void {
    this.standing.delete(consumer);
  }

  private async tell(consumerId: ConsumerId, known: Standing): Promise<void> {
    if (known.busy) return;
    known.busy = true;
    // A wish that came while a call failed is tried as well.
    for (let tried = 0; tried !== known.wishes;) {
      tried = known.wishes;
      await this.catchUp(consumerId, known).catch(() => undefined);
    }
    known.busy = false;
  }

  private async catchUp(consumerId: ConsumerId, known: Standing): Promise<void> {
    while (this.standing.get(consumerId) === known && !isSame(known.told, known.wanted)) {
      known.told = await this.tellOne(consumerId, known.told, known.wanted);
    }
  }

  /** Layers first, so that what goes on goes on with the right ones. */
  private async tellOne(
    consumerId: ConsumerId,
    told: PictureWish,
    wanted: PictureWish,
  ): Promise<PictureWish> {
    const { paused, spatialLayer, temporalLayer } = wanted;
    if (!paused && !hasSameLayers(told, wanted)) {
      await this.signaling.call('SetPreferredLayers', { consumerId, spatialLayer, temporalLayer });
    }
    if (paused !== told.paused) {
      await this.signaling.call(paused ? 'PauseConsumer' : 'ResumeConsumer', { consumerId });
    }
    return paused ? { ...told, paused } : wanted;
  }
}

function isSame(told: PictureWish, wanted: PictureWish): boolean {
  return told.paused === wanted.paused && (wanted.paused || hasSameLayers(told, wanted));
}

function hasSameLayers(one: PictureWish, other: PictureWish): boolean {
  return one.spatialLayer === other.spatialLayer && one.temporalLayer === other.temporalLayer;
}
