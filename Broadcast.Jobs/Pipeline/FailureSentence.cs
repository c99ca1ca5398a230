using System.Globalization;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;

namespace Broadcast.Jobs.Pipeline;

/// <summary>Says what went wrong to someone who knows the webinar and not the code.</summary>
internal static class FailureSentence
{
    private const int MaxReason = 1000;

    /// <param name="retryIn">Null if this was the last attempt.</param>
    public static string For(RecordingStep? step, Exception reason, TimeSpan? retryIn)
    {
        var message = StoredText.Fit(reason.Message, MaxReason);
        var next = retryIn is { } wait ? $"It is tried again in {Words(wait)}." : "It can be retried.";
        return $"{DoingOf(step)} failed: {message.TrimEnd('.', ' ')}. {next}";
    }

    private static string DoingOf(RecordingStep? step) => step switch
    {
        RecordingStep.Finalize => "Reading the journal",
        RecordingStep.Compose => "Making the video",
        RecordingStep.Package => "Making sound, stills and chapters",
        RecordingStep.Upload => "Storing the files",
        RecordingStep.Verify => "Checking the stored files",
        _ => "Processing",
    };

    private static string Words(TimeSpan wait) => wait < TimeSpan.FromMinutes(2)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(wait.TotalSeconds))} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(wait.TotalMinutes)} minutes");
}
