using System.Text.Json;
using Broadcast.TestMedia;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests;

/// <summary>One picture as it was shown: its number in the clip and the wall clock, in milliseconds.</summary>
internal sealed record ShownFrame(int Number, double AtMs);

/// <summary>What was seen and heard on a page over a while.</summary>
/// <param name="Frames">Pictures with a readable number.</param>
/// <param name="Presented">All pictures.</param>
/// <param name="Beeps">Times the tone set in.</param>
internal sealed record Observation(IReadOnlyList<ShownFrame> Frames, int Presented, int Beeps, double Seconds)
{
    public double FramesPerSecond => Presented / Seconds;
}

/// <summary>Looks at the first playing video of a page and listens to its sound, from inside the page.</summary>
internal static class StageProbe
{
    private static readonly string Script = $$"""
        async seconds => {
          const playing = () => [...document.querySelectorAll('video')].find(v => v.srcObject && v.videoWidth > 0 && v.offsetWidth > 0);
          const video = playing();
          if (!video) throw new Error('no video is playing on this page');
          const canvas = new OffscreenCanvas({{FrameStrip.Bits}}, 1);
          const context = canvas.getContext('2d', { willReadFrequently: true });
          context.imageSmoothingQuality = 'high';
          const frames = [];
          let presented = 0, done = false;
          const read = () => {
            const block = video.videoWidth / 1280 * {{FrameStrip.BlockWidth}}, height = video.videoHeight / 720 * {{FrameStrip.Height}};
            let number = 0;
            for (let i = 0; i < {{FrameStrip.Bits}}; i++)
              context.drawImage(video, (i + 0.3) * block, height * 0.3, block * 0.4, height * 0.4, i, 0, 1, 1);
            const pixels = context.getImageData(0, 0, {{FrameStrip.Bits}}, 1).data;
            for (let i = 0; i < {{FrameStrip.Bits}}; i++) {
              const grey = pixels[4 * i + 1];
              if (grey > 96 && grey < 160) return;
              number = number << 1 | (grey >= 160 ? 1 : 0);
            }
            return number;
          };
          const onFrame = () => {
            if (done) return;
            const at = performance.timeOrigin + performance.now();
            presented++;
            const number = read();
            if (number !== undefined) frames.push({ number, atMs: at });
            video.requestVideoFrameCallback(onFrame);
          };
          video.requestVideoFrameCallback(onFrame);

          const sounds = [...document.querySelectorAll('video, audio')].map(e => e.srcObject).filter(s => s && s.getAudioTracks().length > 0);
          let beeps = 0, audio, timer;
          if (sounds.length > 0) {
            audio = new AudioContext();
            const analyser = audio.createAnalyser();
            analyser.fftSize = 1024;
            sounds.forEach(s => audio.createMediaStreamSource(s).connect(analyser));
            const samples = new Float32Array(analyser.fftSize);
            let loudUntil = 0;
            timer = setInterval(() => {
              analyser.getFloatTimeDomainData(samples);
              if (samples.some(s => Math.abs(s) > 0.05)) {
                if (performance.now() > loudUntil) beeps++;
                loudUntil = performance.now() + 300;
              }
            }, 15);
          }
          const started = performance.now();
          await new Promise(resolve => setTimeout(resolve, seconds * 1000));
          done = true;
          clearInterval(timer);
          await audio?.close();
          return { frames, presented, beeps, seconds: (performance.now() - started) / 1000 };
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<Observation> WatchAsync(IPage page, double seconds)
    {
        var seen = await page.EvaluateAsync<JsonElement>(Script, seconds);
        return seen.Deserialize<Observation>(Json) ?? throw new InvalidOperationException("The page saw nothing.");
    }

    /// <summary>Milliseconds from each picture's showing at the presenter to its showing at the viewer; p50.</summary>
    public static double MedianDelayMs(Observation presenter, Observation viewer)
    {
        var shownAt = presenter.Frames.GroupBy(frame => frame.Number).ToDictionary(frames => frames.Key, frames => frames.First().AtMs);
        var delays = viewer.Frames.Where(frame => shownAt.ContainsKey(frame.Number))
            .Select(frame => frame.AtMs - shownAt[frame.Number])
            .Where(delay => delay is > -1_000 and < 10_000).Order().ToList();
        return delays.Count == 0 ? double.NaN : delays[delays.Count / 2];
    }
}
