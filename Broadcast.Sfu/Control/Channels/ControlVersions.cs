using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>Versions of the control contract. A field or a type more is none: what is unknown is passed over.</summary>
internal static class ControlVersions
{
    public static readonly IReadOnlyList<int> Spoken = [1];

    /// <returns>The highest that both speak.</returns>
    /// <exception cref="ControlRefusedException">There is none.</exception>
    public static int Choose(IReadOnlyList<int> ours, IReadOnlyList<int> theirs)
    {
        var common = ours.Intersect(theirs).ToList();
        return common.Count > 0
            ? common.Max()
            : throw new ControlRefusedException(
                ControlRefusal.NoCommonVersion,
                $"The node speaks version {string.Join(", ", ours)} of the control contract and its owner version {string.Join(", ", theirs)}: one of them is to be updated.");
    }
}
