namespace Broadcast.Sfu.Allocation;

/// <summary>All that one viewer gets.</summary>
internal static class Viewings
{
    /// <summary>Whether a picture is sent.</summary>
    public static bool HavePicture(ReadOnlySpan<Viewing> viewings)
    {
        foreach (ref readonly var viewing in viewings)
            if (!viewing.IsVoice && viewing.Chosen != Layer.Paused)
                return true;
        return false;
    }

    /// <summary>The least of everything, for whoever says nothing of use.</summary>
    public static void ChooseLeast(ReadOnlySpan<Viewing> viewings, Span<Layer> layers)
    {
        for (var i = 0; i < viewings.Length; i++)
        {
            layers[i] = Layer.Paused;
            viewings[i].Rates.TryRaise(ref layers[i], viewings[i].Most);
        }
    }

    /// <returns>Whether another choice than before was made.</returns>
    public static bool Apply(Span<Viewing> viewings, ReadOnlySpan<Layer> layers)
    {
        var changed = false;
        for (var i = 0; i < viewings.Length; i++)
        {
            changed |= viewings[i].Chosen != layers[i];
            viewings[i].Chosen = layers[i];
        }
        return changed;
    }
}
