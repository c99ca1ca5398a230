using System.Globalization;
using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>What came out of a case.</summary>
/// <param name="PacketsDamaged">Those that the damage to the journal took, if that is known.</param>
internal sealed record CaseResult(RecordingCase Case, int? PacketsDamaged, RecordingManifest Manifest, MediaFile Video, MediaAnalysis Analysis)
{
    private const double MaxDurationErrorMs = 100;

    /// <summary>A picture is shown for 33 ms, so a flash cannot be measured better than by half of that.</summary>
    private const double MaxMedianSyncMs = 20;
    private const double MaxSyncMs = 45;
    private const double MaxPairDistanceMs = 400;

    /// <summary>What Chromium says of the file; null if it plays it.</summary>
    public string? Playing { get; set; } = "was not asked";

    /// <summary>What a decoder says of the file; null if it takes all of it.</summary>
    public string? Reading => Analysis.Errors.Length == 0 ? null : Analysis.Errors;

    public double DurationErrorMs => (Analysis.Duration.TotalSeconds - Case.Seconds) * 1_000;

    /// <summary>How much later than its flash each beep is heard.</summary>
    public IReadOnlyList<double> Sync => [.. Analysis.FlashToBeepMs().Where(offset => Case.MeasuresSync && Math.Abs(offset) < MaxPairDistanceMs).Order()];

    /// <summary>Different pictures of the clip.</summary>
    public int PicturesSeen => Analysis.Frames.Select(frame => frame.Number).OfType<int>().Distinct().Count();

    public double? MedianSyncMs => Sync.Count == 0 ? null : Sync[Sync.Count / 2];
    public long Missing => Manifest.Tracks.Sum(track => track.PacketsMissing);
    public long Invalid => Manifest.Tracks.Sum(track => track.PacketsInvalid);

    public IEnumerable<string> Failures()
    {
        if (Math.Abs(DurationErrorMs) > MaxDurationErrorMs)
            yield return $"lasts {Analysis.Duration.TotalSeconds:0.00} s instead of {Case.Seconds:0.00} s";
        if (!Case.Pairs.Includes(Sync.Count))
            yield return $"{Sync.Count} flashes with a beep instead of {Case.Pairs}";
        if (Math.Abs(MedianSyncMs ?? 0) > MaxMedianSyncMs || Sync.Any(offset => Math.Abs(offset) > MaxSyncMs))
            yield return $"beeps are {string.Join(", ", Sync.Select(offset => $"{offset:0}"))} ms after their flashes";
        if (PacketsDamaged is { } damaged ? Missing != damaged : !Case.Missing.Includes(Missing))
            yield return $"{Missing} packets missing instead of {PacketsDamaged?.ToString(CultureInfo.InvariantCulture) ?? Case.Missing.ToString()}";
        if (!Case.Invalid.Includes(Invalid))
            yield return $"{Invalid} packets unreadable instead of {Case.Invalid}";
        foreach (var complaint in (string?[])[Playing, Reading, .. Case.Also(this)])
            if (complaint is not null)
                yield return complaint;
    }
}
