const wholeName = 'recording.webm';

/** Whether what can be watched of a recording at this address is a WebM; otherwise it is HLS. */
export function isWebm(url: string): boolean {
  return url.endsWith('.webm');
}

/**
 * Plays a recording's WebM while it grows. Each address is a file of what there was at a time: a longer
 * one takes its place when it was played to its end, and the whole one as soon as there is one.
 */
export class GrowingWebm {
  private shown: string;
  private offered: string;
  private readonly closed = new AbortController();

  constructor(
    private readonly video: HTMLVideoElement,
    url: string,
    onProblem: (sentence: string) => void,
  ) {
    this.shown = url;
    this.offered = url;
    video.src = url;
    const { signal } = this.closed;
    video.addEventListener('ended', () => this.showOffered(), { signal });
    video.addEventListener(
      'error',
      () => onProblem('The recording cannot be loaded. Open this page again.'),
      { signal },
    );
  }

  /** Says what there is by now. */
  offer(url: string): void {
    this.offered = url;
    if (this.video.ended || nameOf(url) === wholeName) this.showOffered();
  }

  close(): void {
    this.closed.abort();
    this.video.removeAttribute('src');
    this.video.load();
  }

  private showOffered(): void {
    const { video, offered } = this;
    // The signature in it changes with every load of the page's data; the file does not.
    if (nameOf(offered) === nameOf(this.shown)) return;
    const { currentTime } = video;
    const plays = !video.paused || video.ended;
    this.shown = offered;
    video.src = offered;
    video.currentTime = currentTime;
    // Refused only where the page may not play by itself: then the button is there.
    if (plays) video.play().catch(() => undefined);
  }
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf('/') + 1);
}
