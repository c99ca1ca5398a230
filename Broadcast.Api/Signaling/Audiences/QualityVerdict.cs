using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Where somebody's trouble with what they watch comes from.</summary>
internal enum QualityBlame
{
    /// <summary>There is none.</summary>
    Nobody,
    OwnNetwork,
    OwnMachine,

    /// <summary>A presenter's network or the media node: it comes to them so.</summary>
    Upstream,
}

/// <summary>Judges a <see cref="QualityReport"/>.</summary>
internal static class QualityVerdict
{
    // From here on a viewer complains.
    private const double FrozenOfTrouble = 0.02;
    private const double ConcealedOfTrouble = 0.03;

    // More than repair makes good without being noticed.
    private const double LostOfWeakNetwork = 0.02;
    private const double RoundTripMsOfWeakNetwork = 500;
    private const double DroppedOfSlowMachine = 0.1;
    private const double LostOfThinUplink = 0.05;

    public static QualityBlame Blame(ReceptionQuality received)
    {
        if (received.Frozen <= FrozenOfTrouble && received.Concealed <= ConcealedOfTrouble)
            return QualityBlame.Nobody;
        if (received.Lost > LostOfWeakNetwork || received.RoundTripMs > RoundTripMsOfWeakNetwork)
            return QualityBlame.OwnNetwork;
        return received.Dropped > DroppedOfSlowMachine ? QualityBlame.OwnMachine : QualityBlame.Upstream;
    }

    /// <summary>Whether a presenter's network carries less than they would send.</summary>
    public static bool IsThin(SendingQuality sent) => sent.Limitation == SendingLimitation.Bandwidth || sent.Lost > LostOfThinUplink;
}
