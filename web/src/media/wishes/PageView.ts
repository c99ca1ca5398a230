import type { ProducerId } from '../../ids';

/** Who looks at another page for a moment comes back to a picture that moves. */
const patienceMs = 5_000;
/** While a window is being dragged, its tiles change all the time. */
const settleMs = 300;

/** What can be seen of the page: whether it is in front, and how large its tiles are. */
export class PageView {
  isShown = !document.hidden;
  private readonly tiles = new Map<ProducerId, number>();
  private away: ReturnType<typeof setTimeout> | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {
    document.addEventListener('visibilitychange', this.onVisibility);
  }

  /** Before a tile was measured it is taken for a large one. */
  linesOf(picture: ProducerId): number {
    return this.tiles.get(picture) ?? Infinity;
  }

  setTile(picture: ProducerId, lines: number): void {
    if (this.tiles.get(picture) === lines) return;
    this.tiles.set(picture, lines);
    clearTimeout(this.settling);
    this.settling = setTimeout(this.onChange, settleMs);
  }

  close(): void {
    clearTimeout(this.away);
    clearTimeout(this.settling);
    document.removeEventListener('visibilitychange', this.onVisibility);
  }

  private readonly onVisibility = (): void => {
    clearTimeout(this.away);
    if (document.hidden) this.away = setTimeout(() => this.setShown(false), patienceMs);
    else this.setShown(true);
  };

  private setShown(shown: boolean): void {
    if (this.isShown === shown) return;
    this.isShown = shown;
    this.onChange();
  }
}
