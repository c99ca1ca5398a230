namespace Broadcast.Recorder.Composition;

/// <summary>How a recording shall look; it can be rendered again in another one.</summary>
public sealed record CompositionStyle
{
    public static readonly CompositionStyle Default = new();

    /// <summary>The heights that can be asked for.</summary>
    public static IReadOnlyList<int> Heights { get; } = [480, 720, 1080];

    public Arrangement Arrangement { get; init; }

    /// <summary>Pixels; the picture is 16:9.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Writes people's names over their pictures, unless only one person is ever seen.</summary>
    public bool ShowNames { get; init; } = true;

    /// <summary>A card with this text is shown for the first seconds, while the sound goes on; null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Path of an image for the upper right corner; null for none.</summary>
    public string? Logo { get; init; }

    /// <summary>Also makes HLS: this height by copy, and every lower one.</summary>
    public bool HasLadder { get; init; }

    /// <summary>Also gives out each track as a file of its own.</summary>
    public bool HasTracks { get; init; }

    public Canvas Canvas => Canvas.OfHeight(Height);
}
