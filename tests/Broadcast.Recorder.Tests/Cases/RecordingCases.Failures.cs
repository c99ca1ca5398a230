using Broadcast.Recorder.Journal;
namespace Broadcast.Recorder.Tests.Cases;

/// <summary>Kills, damage on disk, and publishers that send nonsense.</summary>
internal static partial class RecordingCases
{
    private static IEnumerable<RecordingCase> Crashes()
    {
        yield return new("media process killed", "new epoch, only the last write lost", 6 + 2.5, KilledAsync)
        {
            Missing = new(0, 2),
            Pairs = new(5, 7),
            Also = result => [.. Unless(!result.Manifest.Damage.Any(range => range.Length > 2_000), "more was lost than the torn record"),
                .. Unless(result.Manifest.EndedCleanly, "the second epoch was not closed")],
        };
        yield return new("composition killed", "run again: the same result", Whole, stage => PresentAsync(stage, Clip.Vp8()))
        {
            IsInterrupted = true,
        };
        yield return Damaged("torn tail", "ends one record earlier", JournalDamage.TearTail) with { Seconds = Whole - 0.2 };
        yield return Damaged("flipped bit", "one record lost and reported", JournalDamage.FlipBit);
        yield return Damaged("flipped bit in a track's introduction", "nothing lost, reported", JournalDamage.FlipBitOf(JournalRecordType.TrackAdded)) with { Pairs = new(8, 8) };
        yield return Damaged("flipped bit in a chunk's start", "nothing lost, reported", JournalDamage.FlipBitOf(JournalRecordType.ChunkStart)) with { Pairs = new(8, 8) };
        yield return Damaged("zeroed page", "one page lost and reported", JournalDamage.ZeroPage);
        yield return Damaged("zero tail", "nothing lost, reported", JournalDamage.ZeroTail);
    }

    private static IEnumerable<RecordingCase> BadInput()
    {
        yield return new("wrong payload types", "left out and counted, the rest unharmed", Whole, async stage =>
        {
            await PresentAsync(stage, Clip.Vp8());
            var odd = await stage.AddAsync(Clip.Opus(), "odd", "bob", "microphone");
            odd.Stream.Sends = (payload, _) => (63, payload);
            odd.Play();
        }) { Invalid = new(400, 400) };
        yield return Truncated("truncated VP8", Clip.Vp8(), "camera", keep: 1, invalid: new(1, 40));
        yield return Truncated("truncated VP9", Clip.Vp9(), "camera", keep: 1, invalid: new(1, 40));
        yield return Truncated("truncated H264", Clip.H264(), "camera", keep: 1, invalid: new(1, 40));
        yield return Truncated("truncated Opus", Clip.Vp8(), "microphone", keep: 5, invalid: new(0, 20));
        yield return Truncated("H264 cut where nobody can tell", Clip.H264(), "camera", keep: 400, invalid: new(0, 40)) with
        {
            Expected = "wrong pictures perhaps; sound and length unharmed",
            Pairs = new(0, int.MaxValue),
            MeasuresSync = false,
            Also = result => Unless(result.Analysis.Beeps.Count == Clip.Seconds, $"{result.Analysis.Beeps.Count} beeps"),
        };
    }

    private static RecordingCase Damaged(string name, string expected, Func<string, int?> damage) =>
        new(name, expected, Whole, stage => PresentAsync(stage, Clip.Vp8()))
        {
            Damage = damage,
            Missing = new(0, 3),
            Pairs = new(6, 8),
            Also = result => Unless(result.Manifest.Damage.Count > 0, "the damage was not reported"),
        };

    // Every fiftieth packet is cut to its first bytes on its way.
    private static RecordingCase Truncated(string name, Task<Clip> picture, string source, int keep, Range<long> invalid) =>
        new(name, "left out and counted, the rest unharmed", Whole, stage => PresentAsync(stage, picture, (camera, microphone) =>
        {
            var victim = source == "camera" ? camera : microphone;
            victim.Stream.Sends = (payload, number) => (victim.Stream.PayloadType, number % 50 == 33 ? payload[..Math.Min(keep, payload.Length)] : payload);
        }))
        {
            Invalid = invalid,
            Pairs = new(1, 8),
        };

    private static async Task KilledAsync(CaseStage stage)
    {
        var (camera, microphone) = await stage.PresenterAsync(Clip.Vp8());
        camera.Play(0, 4);
        microphone.Play(0, 4);
        var again = stage.RestartAt(6);
        var (cameraAgain, microphoneAgain) = await again.PresenterAsync(Clip.Vp8());
        cameraAgain.Play(6, later: -6);
        microphoneAgain.Play(6, later: -6);
        again.End(2.5);
    }
}
