namespace Broadcast.TestNetwork.Links;

/// <summary>Loss by Gilbert and Elliott: a good state and a bad one, each with its own share. With one state it is Bernoulli's.</summary>
/// <param name="Good">Share that is lost in the good state.</param>
/// <param name="Bad">And in the bad one.</param>
/// <param name="ToBad">Chance of each packet to turn good to bad.</param>
/// <param name="ToGood">And back.</param>
internal sealed record LossModelSettings(double Good, double Bad = 1, double ToBad = 0, double ToGood = 1)
{
    public static readonly LossModelSettings None = new(0);
}

internal sealed class LossProcess(LossModelSettings settings, int seed)
{
    private readonly Random random = new(seed);
    private bool isBad;

    public bool Loses()
    {
        isBad = random.NextDouble() < (isBad ? 1 - settings.ToGood : settings.ToBad);
        return random.NextDouble() < (isBad ? settings.Bad : settings.Good);
    }
}
