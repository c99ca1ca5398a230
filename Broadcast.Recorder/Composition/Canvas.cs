namespace Broadcast.Recorder.Composition;

/// <summary>The picture that compositions are drawn on: pixels and frames per second.</summary>
public readonly record struct Canvas(int Width, int Height, int FramesPerSecond)
{
    /// <summary>16:9 at 30 frames per second.</summary>
    public static Canvas OfHeight(int height) => new(height * 16 / 9 + 1 & ~1, height, 30);

    /// <summary>The first frame that begins at or after a time.</summary>
    public int FrameFrom(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds * FramesPerSecond - 1e-6);

    /// <summary>The frame nearest to a time.</summary>
    public int FrameAt(TimeSpan time) => (int)Math.Round(time.TotalSeconds * FramesPerSecond);

    public TimeSpan TimeOf(int frame) => TimeSpan.FromSeconds((double)frame / FramesPerSecond);
}
