const width = 1_280;
const height = 720;
const grain = 8;
const framesPerSecond = 30;

/** A picture that cannot be squeezed small, so that it shows what a network carries. */
export function noisyPicture(): { readonly track: MediaStreamTrack; readonly close: () => void } {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d');
  const [columns, rows] = [width / grain, height / grain];
  const draw = () => {
    if (!context) return;
    // A part of the picture each time is noise enough.
    for (let i = 0; i < 400; i++) {
      context.fillStyle = `hsl(${String(Math.random() * 360)} 80% ${String(Math.random() * 100)}%)`;
      context.fillRect(below(columns) * grain, below(rows) * grain, grain, grain);
    }
  };
  draw();
  const timer = setInterval(draw, 1_000 / framesPerSecond);
  const [track] = canvas.captureStream(framesPerSecond).getVideoTracks();
  if (!track) throw new Error('This browser makes no picture of a canvas.');
  return {
    track,
    close: () => {
      clearInterval(timer);
      track.stop();
    },
  };
}

function below(limit: number): number {
  return Math.floor(Math.random() * limit);
}
