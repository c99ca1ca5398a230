using System.ComponentModel.DataAnnotations;
using Broadcast.Recorder.Composition;

namespace Broadcast.Api.Recordings;

/// <summary>How an organizer wants a recording to look.</summary>
public sealed record RecordingLook
{
    const int MaxTitleLength = 200;

    public Arrangement Arrangement { get; init; }

    /// <summary>480, 720 or 1080.</summary>
    [AllowedValues(480, 720, 1080, ErrorMessage = "The height must be 480, 720 or 1080.")]
    public int Height { get; init; } = 720;

    public bool ShowNames { get; init; } = true;

    /// <summary>Of the card at the start; null or empty for none.</summary>
    [MaxLength(MaxTitleLength, ErrorMessage = "The title must have at most 200 characters.")]
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
        Title = string.IsNullOrWhiteSpace(Title) ? null : Title.Trim(),
        Logo = logo,
        HasTracks = Tracks,
    };
}
