namespace Broadcast.Sfu.Allocation;

/// <summary>
/// Divides what a viewer's network carries among what the viewer watches: voices always; then something of every picture; then, in
/// order, as much of each as still fits. A picture of which nothing fits is paused.
/// </summary>
internal static class LayerChooser
{
    private const double LeastBps = 5_000;
    private const double StepFrom = 1.02;
    private const double Step = 1.1;

    /// <param name="budgetBps">To be divided.</param>
    /// <param name="viewings">Sorted by <see cref="Viewing.IsBefore"/>.</param>
    /// <param name="layers">Takes what is chosen of each.</param>
    /// <returns>What all of it takes, in bit/s; more than the budget if voices alone do.</returns>
    public static double Choose(double budgetBps, ReadOnlySpan<Viewing> viewings, Span<Layer> layers)
    {
        var total = 0.0;
        for (var i = 0; i < viewings.Length; i++)
        {
            layers[i] = Layer.Paused;
            Raise(viewings[i], ref layers[i], viewings[i].IsVoice ? double.PositiveInfinity : budgetBps, ref total);
        }
        for (var i = 0; i < viewings.Length; i++)
            while (layers[i] != Layer.Paused && Raise(viewings[i], ref layers[i], budgetBps, ref total))
            {
            }
        return total;
    }

    /// <summary>What the chosen layers take, in bit/s.</summary>
    public static double Need(ReadOnlySpan<Viewing> viewings)
    {
        var total = 0.0;
        foreach (ref readonly var viewing in viewings)
            total += viewing.Rates[viewing.Chosen];
        return total;
    }

    /// <summary>What takes the least more than now.</summary>
    /// <param name="needBps">What the chosen layers take.</param>
    /// <param name="mostBps">The limit.</param>
    /// <returns>What it takes, chosen in <paramref name="layers"/>; the same as now if there is nothing more.</returns>
    public static double ChooseNext(double needBps, double mostBps, ReadOnlySpan<Viewing> viewings, Span<Layer> layers)
    {
        var wish = Choose(mostBps, viewings, layers);
        for (var budget = Math.Max(needBps * StepFrom, LeastBps); budget < wish; budget *= Step)
            if (Choose(budget, viewings, layers) is var total && total > needBps)
                return total;
        return Choose(wish, viewings, layers);
    }

    private static bool Raise(in Viewing viewing, ref Layer layer, double budgetBps, ref double total)
    {
        var next = layer;
        if (!viewing.Rates.TryRaise(ref next, viewing.Most))
            return false;
        var more = viewing.Rates[next] - viewing.Rates[layer];
        if (total + more > budgetBps)
            return false;
        layer = next;
        total += more;
        return true;
    }
}
