using System.Globalization;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Recordings;

/// <summary>When a recording has to stop, so that the disk keeps room for what is there and for everything else.</summary>
internal sealed class RecordingLimits(RecorderOptions options)
{
    private const string Kept = "What was recorded until then is kept.";

    /// <returns>Which limit was reached, for an organizer; null while none is.</returns>
    public string? Reached(JournalHealth health)
    {
        if (health.FreeBytes < options.FloorBytes)
            return $"The recording was stopped because only {Size(health.FreeBytes)} are left on the disk. {Kept} Make room, then start a new recording.";
        if (health.WrittenBytes >= options.RecordingBytes)
            return $"The recording was stopped at its limit of {Size(options.RecordingBytes)}. {Kept} You can start a new recording.";
        return health is { Alarm: JournalAlarm.Shedding, Failure: { } failure }
            ? $"The recording was stopped because the disk cannot be written: {failure}. {Kept} Mend it, then start a new recording."
            : null;
    }

    /// <returns>Why none may begin, for an organizer; null if one may.</returns>
    public string? Refusal(long freeBytes) => freeBytes < options.FloorBytes
        ? $"Nothing can be recorded because only {Size(freeBytes)} are left on the disk."
        : null;

    private static string Size(long bytes) => bytes >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB");
}
