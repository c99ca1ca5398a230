const quietestDb = -60;

/** The loudness of a microphone, for showing that it hears something. */
export class LevelMeter {
  private readonly context: AudioContext;
  private readonly source: MediaStreamAudioSourceNode;
  private readonly analyser: AnalyserNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(track: MediaStreamTrack, context = new AudioContext()) {
    this.context = context;
    this.source = context.createMediaStreamSource(new MediaStream([track]));
    this.analyser = context.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
    // Made without a click, a context starts suspended; with permission to capture it may run.
    void context.resume().catch(() => undefined);
  }

  /** The level now: 0 is −60 dB and below, 1 is full scale. */
  level(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return levelOf(Math.sqrt(sum / this.samples.length));
  }

  close(): void {
    this.source.disconnect();
    void this.context.close();
  }
}

/** Maps a root mean square to 0…1 on a decibel scale, as ears judge it. */
export function levelOf(rms: number): number {
  if (rms <= 0) return 0;
  const db = 20 * Math.log10(rms);
  return Math.min(1, Math.max(0, (db - quietestDb) / -quietestDb));
}
