import { Store } from '../Store';

export interface Sound {
  /** The browser refused to play sound before the person touches the page. */
  readonly blocked: boolean;
  readonly muted: boolean;
  /** 0 to 1 */
  readonly volume: number;
}

/**
 * Plays the stage's media elements with sound if the browser lets us; if not, muted until
 * {@link unlock} is called from a click.
 */
export class SoundGate {
  readonly state = new Store<Sound>({ blocked: false, muted: false, volume: 1 });
  private readonly elements = new Set<HTMLMediaElement>();

  /** @returns A function that takes the element out again. */
  add(element: HTMLMediaElement): () => void {
    this.elements.add(element);
    this.apply(element);
    void this.play(element);
    return () => this.elements.delete(element);
  }

  unlock(): void {
    this.state.update({ blocked: false, muted: false });
    this.applyAll();
    for (const element of this.elements) void this.play(element);
  }

  setVolume(volume: number): void {
    this.state.update({ volume, muted: volume === 0 });
    this.applyAll();
  }

  setMuted(muted: boolean): void {
    this.state.update({ muted });
    this.applyAll();
  }

  private async play(element: HTMLMediaElement): Promise<void> {
    try {
      await element.play();
    } catch (cause) {
      if (!(cause instanceof DOMException) || cause.name !== 'NotAllowedError') return;
      this.state.update({ blocked: true });
      this.applyAll();
      // Muted is always allowed; a picture without sound beats a still page.
      await element.play().catch(() => undefined);
    }
  }

  private applyAll(): void {
    for (const element of this.elements) this.apply(element);
  }

  private apply(element: HTMLMediaElement): void {
    const { blocked, muted, volume } = this.state.get();
    element.muted = blocked || muted;
    element.volume = volume;
  }
}
