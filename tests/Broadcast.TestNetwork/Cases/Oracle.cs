using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Bwe;

namespace Broadcast.TestNetwork.Cases;

/// <summary>What somebody would choose who knows the link: raises whoever has least, as long as the raised one times the margin fits beside the others.</summary>
internal static class Oracle
{
    /// <param name="capacityBps">Of the link.</param>
    /// <param name="rates">Of each flow's picture.</param>
    /// <param name="soundBps">Of each flow's sound.</param>
    /// <param name="others">Flows that take what they get, and are due an equal share.</param>
    public static Layer[] Choose(double capacityBps, IReadOnlyList<LayerRates> rates, double soundBps, int others = 0)
    {
        var budget = capacityBps * rates.Count / (rates.Count + others);
        var layers = Enumerable.Repeat(Layer.Paused, rates.Count).ToArray();
        var isFull = new bool[rates.Count];
        while (Array.IndexOf(isFull, false) >= 0)
        {
            var least = Enumerable.Range(0, layers.Length).Where(flow => !isFull[flow]).MinBy(flow => rates[flow][layers[flow]]);
            var next = layers[least];
            if (rates[least].TryRaise(ref next, Layer.Highest) && Fits(least, next))
                layers[least] = next;
            else
                isFull[least] = true;
        }
        return layers;

        bool Fits(int raised, Layer to) =>
            Enumerable.Range(0, layers.Length).Sum(flow => flow == raised ? (rates[flow][to] + soundBps) * RateControl.Margin : rates[flow][layers[flow]] + soundBps) <= budget;
    }
}
