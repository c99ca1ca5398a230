/**
 * Plays an HLS presentation in a video element, by the browser itself where it can and by hls.js,
 * loaded when it is needed, where it cannot.
 * @returns Stops it.
 */
export function playHls(
  video: HTMLVideoElement,
  url: string,
  onProblem: (sentence: string) => void,
): () => void {
  const stopped = new AbortController();
  void play(video, url, onProblem, stopped.signal);
  return () => stopped.abort();
}

async function play(
  video: HTMLVideoElement,
  url: string,
  onProblem: (sentence: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { default: Hls } = await import('hls.js');
  if (signal.aborted) return;
  if (!Hls.isSupported()) {
    video.src = url;
    return;
  }
  const hls = new Hls({ startPosition: 0 });
  signal.addEventListener('abort', () => hls.destroy());
  hls.on(Hls.Events.ERROR, (_, { fatal, type }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR) hls.recoverMediaError();
    else onProblem('The recording cannot be loaded. Open this page again.');
  });
  hls.loadSource(url);
  hls.attachMedia(video);
}
