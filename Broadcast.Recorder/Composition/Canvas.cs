namespace Broadcast.Recorder.Composition;

/// <summary>The picture that compositions are drawn on: pixels and frames per second.</summary>
public readonly record struct Canvas(int Width, int Height, int FramesPerSecond)
{
    public static readonly Canvas Default = new(1280, 720, 30);

    /// <summary>The first frame that begins at or after a time.</summary>
    public int FrameFrom(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds * FramesPerSecond - 1e-6);

    /// <summary>The frame nearest to a time.</summary>
    public int FrameAt(TimeSpan time) => (int)Math.Round(time.TotalSeconds * FramesPerSecond);

    public TimeSpan TimeOf(int frame) => TimeSpan.FromSeconds((double)frame / FramesPerSecond);
}
