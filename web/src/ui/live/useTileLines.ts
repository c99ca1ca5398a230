import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Tells how many lines of the screen an element has, and 0 while it is scrolled out of sight. */
export function useTileLines(
  element: RefObject<HTMLElement | null>,
  onLines: ((lines: number) => void) | undefined,
): void {
  useEffect(() => {
    const tile = element.current;
    if (!tile || !onLines) return undefined;
    let inSight = true;
    const tell = () => {
      onLines(inSight ? Math.round(tile.clientHeight * devicePixelRatio) : 0);
    };
    const size = new ResizeObserver(tell);
    size.observe(tile);
    const sight = new IntersectionObserver((entries) => {
      inSight = entries.at(-1)?.isIntersecting ?? true;
      tell();
    });
    sight.observe(tile);
    return () => {
      size.disconnect();
      sight.disconnect();
    };
  }, [element, onLines]);
}
