namespace Broadcast.TestMedia;

/// <summary>What tells one test clip from another.</summary>
/// <param name="FirstNumber">Of its frames; a multiple of the frame rate, so that a flash still begins each second.</param>
/// <param name="BeepHz">Pitch of the beep.</param>
/// <param name="Colour">Of a panel in the picture; null for none.</param>
public sealed record ClipLook(int Width, int Height, int FirstNumber, int BeepHz, string? Colour)
{
    public static readonly ClipLook Default = new(1280, 720, 0, 1000, null);

    /// <summary>A quarter of the work, where the size does not matter.</summary>
    public static readonly ClipLook Small = Default with { Width = 640, Height = 360 };

    /// <summary>Whether a frame number is one of this clip's.</summary>
    public bool Owns(int? number) => number >= FirstNumber && number < FirstNumber + TestClip.Frames;
}
