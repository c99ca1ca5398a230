namespace Broadcast.Recorder.Composition;

/// <summary>Where tiles lie on a canvas.</summary>
internal static class Placement
{
    /// <summary>How many people a strip has room for.</summary>
    public const int StripTiles = 4;

    private const int StripShare = 5;

    /// <summary>Equal tiles in rows and columns, as nearly square as their number allows; the last row is centred.</summary>
    public static IReadOnlyList<Tile> Grid(int count, Canvas canvas)
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

    /// <summary>One large tile and beside it, at the right edge, a column of small ones.</summary>
    /// <param name="others">How many small tiles; more than <see cref="StripTiles"/> are not placed.</param>
    /// <returns>The large tile first.</returns>
    public static IReadOnlyList<Tile> WithStrip(int others, Canvas canvas)
    {
        var count = Math.Min(others, StripTiles);
        if (count == 0)
            return [new Tile(0, 0, canvas.Width, canvas.Height)];
        var width = Even(canvas.Width / StripShare);
        var height = Even(width * canvas.Height / canvas.Width);
        var top = Even((canvas.Height - count * height) / 2);
        var left = canvas.Width - width;
        return [new Tile(0, 0, left, canvas.Height), .. Enumerable.Range(0, count).Select(i => new Tile(left, top + i * height, width, height))];
    }

    /// <summary>Where a picture lies that is fitted into the middle of a tile.</summary>
    /// <returns>Relative to the tile; the whole of it if the picture's size is not known.</returns>
    public static Tile Fit(int width, int height, Tile tile)
    {
        if (width <= 0 || height <= 0)
            return tile with { X = 0, Y = 0 };
        var scale = Math.Min((double)tile.Width / width, (double)tile.Height / height);
        var (fittedWidth, fittedHeight) = (Even((int)Math.Round(width * scale)), Even((int)Math.Round(height * scale)));
        return new Tile((tile.Width - fittedWidth) / 2, (tile.Height - fittedHeight) / 2, fittedWidth, fittedHeight);
    }

    private static int Even(int pixels) => pixels & ~1;
}
