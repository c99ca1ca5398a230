using System.ComponentModel.DataAnnotations;
using Broadcast.Api.Data;
using Broadcast.Api.Text;
using Broadcast.Recorder.Composition;

namespace Broadcast.Api.Recordings;

/// <summary>How an organizer wants a recording to look.</summary>
internal sealed record RecordingLook
{
    public Arrangement Arrangement { get; init; }

    /// <summary>480, 720 or 1080.</summary>
    [AllowedValues(480, 720, 1080, ErrorMessage = "The height must be 480, 720 or 1080.")]
    public int Height { get; init; } = 720;

    public bool ShowNames { get; init; } = true;

    /// <summary>Of the card at the start; null or empty for none.</summary>
    [PlainText(Webinar.MaxTitleLength, MayBeEmpty = true)]
    public string? Title { get; init; }

    /// <summary>Each track as a file of its own, too.</summary>
    public bool Tracks { get; init; }

    public static RecordingLook Of(CompositionStyle style) => new()
    {
        Arrangement = style.Arrangement,
        Height = style.Height,
        ShowNames = style.ShowNames,
        Title = style.Title,
        Tracks = style.HasTracks,
    };

    /// <param name="logo">Path of the installation's logo; null if it has none.</param>
    public CompositionStyle ToStyle(string? logo) => new()
    {
        Arrangement = Arrangement,
        Height = Height,
        ShowNames = ShowNames,
        Title = string.IsNullOrEmpty(Title) ? null : Title,
        Logo = logo,
        HasTracks = Tracks,
    };
}
