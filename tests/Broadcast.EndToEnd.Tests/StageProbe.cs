using System.Text.Json;
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
          {{FrameReader.Script}}
          const video = [...document.querySelectorAll('video')].find(v => v.srcObject && v.videoWidth > 0 && v.offsetWidth > 0);
          if (!video) throw new Error('no video is playing on this page');
          const frames = [];
          let presented = 0, done = false;
          const onFrame = async () => {
            if (done) return;
            const atMs = performance.timeOrigin + performance.now();
            presented++;
            video.requestVideoFrameCallback(onFrame);
            const number = await readFrameNumber(new VideoFrame(video));
            if (number !== undefined) frames.push({ number, atMs });
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
    public static double MedianDelayMs(SourceWatch presenter, Observation viewer)
    {
        var shownAt = presenter.Frames.ToLookup(frame => frame.Number, frame => frame.ShownAtMs);
        var delays = viewer.Frames.SelectMany(frame => shownAt[frame.Number].Select(shown => frame.AtMs - shown))
            .Where(delay => delay is > -1_000 and < 10_000).Order().ToList();
        return delays.Count == 0 ? double.NaN : delays[delays.Count / 2];
    }
}
