using System.ComponentModel.DataAnnotations;

namespace Broadcast.Api.Demo;

/// <summary>Section <c>Demo</c>: a webinar that is live from the start, for those who have no camera at hand.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Demo";

    public bool Enabled { get; set; }

    /// <summary>How long the end waits for the recording to be finished. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ErrorMessage = "Demo:RecordingPatience must be at most 10 minutes.")]
    public TimeSpan RecordingPatience { get; set; } = TimeSpan.FromSeconds(60);
}
