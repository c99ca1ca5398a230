namespace Broadcast.Recorder.Composition;

/// <summary>Equal tiles in rows and columns, as nearly square as their number allows; the last row is centred.</summary>
public static class Grid
{
    /// <summary>A tile in pixels, all even: 4:2:0 has no half pixels.</summary>
    public readonly record struct Tile(int X, int Y, int Width, int Height);

    public static IReadOnlyList<Tile> Place(int count, Canvas canvas)
    {
        if (count == 0)
            return [];
        var columns = (int)Math.Ceiling(Math.Sqrt(count));
        var rows = (count + columns - 1) / columns;
        var (width, height) = (Even(canvas.Width / columns), Even(canvas.Height / rows));
        var top = Even((canvas.Height - rows * height) / 2);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var inRow = Math.Min(columns, count - i / columns * columns);
            var left = (canvas.Width - inRow * width) / 2;
            return new Tile(Even(left + i % columns * width), top + i / columns * height, width, height);
        })];
    }

    private static int Even(int pixels) => pixels & ~1;
}
