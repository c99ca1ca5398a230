using System.Text.Json;
using Broadcast.TestMedia;
using Microsoft.Playwright;

namespace Broadcast.EndToEnd.Tests;

/// <summary>A picture of the clip at the presenter.</summary>
/// <param name="CapturedAt">Seconds on the page's clock.</param>
/// <param name="ShownAtMs">When its own page could show it; milliseconds on the machine's clock.</param>
internal sealed record CapturedFrame(int Number, double CapturedAt, double ShownAtMs);

/// <summary>
/// What camera and microphone really delivered. Chromium starts its two fake devices one after the other, and a busy machine delays
/// pictures but not sound, so the source is not in sync by itself; a recording can only be as much in sync as its source.
/// </summary>
/// <param name="Frames">Every picture with a readable number.</param>
/// <param name="Beeps">When a beep began, on the clock of <see cref="CapturedFrame.CapturedAt"/>.</param>
internal sealed record SourceWatch(IReadOnlyList<CapturedFrame> Frames, IReadOnlyList<double> Beeps)
{
    private static readonly string Begin = $$"""
        () => {
          {{FrameReader.Script}}
          window.sourceWatch?.stop();
          const last = kind => window.captured.filter(t => t.kind === kind && t.readyState === 'live').at(-1);
          const watch = window.sourceWatch = { frames: [], beeps: [] };
          const video = document.createElement('video');
          video.muted = true;
          video.srcObject = new MediaStream([last('video')]);
          const onFrame = async (now, frame) => {
            if (window.sourceWatch !== watch) return;
            const shownAtMs = performance.timeOrigin + performance.now();
            video.requestVideoFrameCallback(onFrame);
            // A busy page is called late, when the video shows another picture already than it is told of.
            const picture = new VideoFrame(video);
            const capturedAt = picture.timestamp / 1e6 + (frame.captureTime ?? now) / 1000 - frame.mediaTime;
            const number = await readFrameNumber(picture);
            if (number !== undefined) watch.frames.push({ number, capturedAt, shownAtMs });
          };
          video.requestVideoFrameCallback(onFrame);
          void video.play();

          // Not an AudioContext: it runs at the pace of the sound card, which a shared screen's sound holds up.
          const voice = last('audio').clone();
          const reader = new MediaStreamTrackProcessor({ track: voice }).readable.getReader();
          const samples = new Float32Array(48_000);
          let loudUntil = 0, heardUntil = 0;
          // A sound's own time is on another clock. That of a second's soonest delivery is the page's, but for a constant.
          const delays = [];
          const listen = async () => {
            for (;;) {
              const { done, value: sound } = await reader.read();
              if (done) return;
              const begins = sound.timestamp / 1e6;
              const ends = begins + sound.duration / 1e6;
              delays.push(performance.now() / 1000 - ends);
              if (delays.length > 100) delays.shift();
              const heard = samples.subarray(0, sound.numberOfFrames);
              sound.copyTo(heard, { planeIndex: 0, format: 'f32-planar' });
              const onset = heard.findIndex(s => Math.abs(s) > 0.05);
              // What a busy page did not take in time is dropped: a beep that is on after that may have begun in it.
              const isKnown = onset > 0 || Math.abs(begins - heardUntil) < 0.001;
              heardUntil = ends;
              if (onset >= 0) {
                const at = begins + onset / sound.sampleRate;
                if (isKnown && at - loudUntil > 0.5) watch.beeps.push(at + Math.min(...delays));
                loudUntil = ends;
              }
              sound.close();
            }
          };
          void listen();
          watch.stop = () => {
            video.srcObject = null;
            voice.stop();
            window.sourceWatch = undefined;
          };
        }
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Starts watching what a page captures, anew if it did already.</summary>
    public static Task BeginAsync(IPage presenter) => presenter.EvaluateAsync(Begin);

    public static async Task<SourceWatch> ReadAsync(IPage presenter) =>
        (await presenter.EvaluateAsync<JsonElement>("() => ({ frames: window.sourceWatch.frames, beeps: window.sourceWatch.beeps })")).Deserialize<SourceWatch>(Json)
            ?? throw new InvalidOperationException("The page captured nothing.");

    /// <summary>Reads what was captured and watches no longer.</summary>
    public static async Task<SourceWatch> EndAsync(IPage presenter)
    {
        var seen = await ReadAsync(presenter);
        await presenter.EvaluateAsync("() => window.sourceWatch.stop()");
        return seen;
    }

    /// <summary>The longest time between two pictures, in milliseconds: what the recording cannot better.</summary>
    public double LongestGapMs() => Frames.Zip(Frames.Skip(1), (a, b) => (b.CapturedAt - a.CapturedAt) * 1000).DefaultIfEmpty(0).Max();

    /// <summary>Pictures a second that the camera delivered while the viewer watched.</summary>
    public double FramesPerSecond(Observation viewer)
    {
        var (from, to) = (viewer.Frames[0].AtMs, viewer.Frames[^1].AtMs);
        return Frames.Count(frame => frame.ShownAtMs >= from && frame.ShownAtMs <= to) / ((to - from) / 1000);
    }

    /// <summary>Beeps that the microphone gave while the viewer watched.</summary>
    public int BeepsDuring(Observation viewer)
    {
        // Both of the page's clocks run alike; a picture tells how far they are apart.
        var apart = Frames[^1].ShownAtMs / 1000 - Frames[^1].CapturedAt;
        var (from, to) = (viewer.Frames[0].AtMs / 1000 - apart, viewer.Frames[^1].AtMs / 1000 - apart);
        return Beeps.Count(beep => beep >= from && beep <= to);
    }

    /// <summary>
    /// For each second of the clip in the recording, how much later its sound is than it was at the source, in milliseconds. A second is
    /// told by the first of its pictures that both have: a busy page, camera or encoder skips some, and not the same ones.
    /// </summary>
    public IReadOnlyList<double> AddedOffsetsMs(MediaAnalysis recording) => AddedOffsetsMs(recording.Frames, recording.Beeps);

    /// <param name="frames">What the recording shows: seconds, and the number.</param>
    /// <param name="beeps">Seconds at which a beep sets in.</param>
    public IReadOnlyList<double> AddedOffsetsMs(IEnumerable<(double Time, int? Number)> frames, IReadOnlyList<double> beeps)
    {
        var pairs = frames.Join(Frames, there => there.Number, here => (int?)here.Number, (there, here) => new PicturePair(here.Number, there.Time, here.CapturedAt)).ToList();
        if (pairs.Count == 0)
            return [];
        // The clip may come round again: the right pairs are those that agree on when the recording began.
        var began = pairs.Select(pair => pair.Began).Order().ElementAt(pairs.Count / 2);
        return FirstOfEachSecond(pairs.Where(pair => Math.Abs(pair.Began - began) < 5)).Select(pair => AddedMs(pair.Recorded, pair.Captured, beeps)).ToList();
    }

    /// <summary>
    /// The recording's beep is sought where the source's would be: a camera that is late by half of the time between two beeps has no
    /// nearest one.
    /// </summary>
    private double AddedMs(double recorded, double captured, IReadOnlyList<double> beeps)
    {
        var atSource = ToNearest(captured, Beeps);
        return ToNearest(recorded + atSource, beeps) * 1000;
    }

    private static double ToNearest(double time, IReadOnlyList<double> beeps) => beeps.Select(beep => beep - time).MinBy(Math.Abs);

    private static IEnumerable<PicturePair> FirstOfEachSecond(IEnumerable<PicturePair> pairs)
    {
        var second = -1;
        foreach (var pair in pairs)
        {
            if (pair.Number / TestClip.FramesPerSecond != second)
                yield return pair;
            second = pair.Number / TestClip.FramesPerSecond;
        }
    }

    /// <summary>A picture that both the source and the recording have, and when.</summary>
    private readonly record struct PicturePair(int Number, double Recorded, double Captured)
    {
        public double Began => Captured - Recorded;
    }
}
