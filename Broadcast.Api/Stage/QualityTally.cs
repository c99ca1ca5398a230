using Broadcast.Api.Data;

namespace Broadcast.Api.Stage;

/// <summary>How many in an audience have trouble by what their browsers reported last, and where it comes from.</summary>
/// <param name="Network">Viewers whose own network is too weak.</param>
/// <param name="Machine">Viewers whose own machine is too slow.</param>
/// <param name="Upstream">Viewers at whom nothing is wrong: it comes to them so.</param>
/// <param name="ThinPresenters">Presenters whose network does not carry what they would send.</param>
internal readonly record struct QualityTally(int Network, int Machine, int Upstream, int ThinPresenters)
{
    /// <summary>Of one person.</summary>
    public static QualityTally Of(StageRole role, QualityBlame blame) => (role, blame) switch
    {
        (StageRole.Viewer, QualityBlame.OwnNetwork) => new(1, 0, 0, 0),
        (StageRole.Viewer, QualityBlame.OwnMachine) => new(0, 1, 0, 0),
        (StageRole.Viewer, QualityBlame.Upstream) => new(0, 0, 1, 0),
        (StageRole.Presenter, QualityBlame.OwnNetwork) => new(0, 0, 0, 1),
        _ => default,
    };

    public static QualityTally operator +(QualityTally one, QualityTally other) => new(
        one.Network + other.Network, one.Machine + other.Machine, one.Upstream + other.Upstream, one.ThinPresenters + other.ThinPresenters);
}
