namespace Broadcast.Bench.NetworkBrowser;

/// <summary>How a span was for the viewer, after its first three seconds.</summary>
/// <param name="FpsShare">Of the camera's frames.</param>
/// <param name="Height">Lines, the median of its looks.</param>
/// <param name="FreezeShare">Of the time.</param>
/// <param name="ConcealPct">Of the sound.</param>
internal sealed record SpanFigures(Span Span, double Fps, double FpsShare, int Height, double FreezeShare, double ConcealPct)
{
    public static SpanFigures Of(Span span, IReadOnlyList<Reception> looks, double fromMs, double toMs, double cameraFps)
    {
        var inside = looks.Where(look => look.AtMs >= fromMs + Span.SettlingMs && look.AtMs <= toMs).ToList();
        if (inside.Count < 2)
            return new SpanFigures(span, 0, 0, 0, 1, 100);
        var (first, last) = (inside[0], inside[^1]);
        var ms = last.AtMs - first.AtMs;
        var fps = (last.Frames - first.Frames) / ms * 1_000;
        // A picture that does not come is frozen although the browser counts that only when the next one arrives.
        var stood = last.Frames == first.Frames ? ms : last.FrozenMs - first.FrozenMs;
        var heights = inside.Select(look => look.Height).Order().ToList();
        return new SpanFigures(
            span, fps, fps / cameraFps, heights[heights.Count / 2], stood / ms, 100 * (last.Concealed - first.Concealed) / Math.Max(1, last.Samples - first.Samples));
    }
}
