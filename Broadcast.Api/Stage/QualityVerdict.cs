using Broadcast.Api.Signaling.Messages;

namespace Broadcast.Api.Stage;

/// <summary>Judges a <see cref="QualityReport"/>.</summary>
internal static class QualityVerdict
{
    // From here on a viewer complains.
    public const double FrozenOfTrouble = 0.02;
    public const double ConcealedOfTrouble = 0.03;

    /// <summary>More than repair makes good without being noticed.</summary>
    public const double LostOfWeakNetwork = 0.02;
    public const int RoundTripMsOfWeakNetwork = 500;

    public const double LostOfThinUplink = 0.05;

    private const double DroppedOfSlowMachine = 0.1;

    /// <summary>A machine that comes late to a quarter of its work shows pictures late, and takes packets late, as if its network were bad.</summary>
    public const double BusyOfSlowMachine = 0.25;

    public static QualityBlame Blame(ReceptionQuality received)
    {
        if (received.Frozen <= FrozenOfTrouble && received.Concealed <= ConcealedOfTrouble)
            return QualityBlame.Nobody;
        if (received.Busy > BusyOfSlowMachine)
            return QualityBlame.OwnMachine;
        if (received.Lost > LostOfWeakNetwork || received.RoundTripMs > RoundTripMsOfWeakNetwork)
            return QualityBlame.OwnNetwork;
        return received.Dropped > DroppedOfSlowMachine ? QualityBlame.OwnMachine : QualityBlame.Upstream;
    }

    public static QualityBlame Blame(SendingQuality sent) =>
        sent.Limitation == SendingLimitation.Bandwidth || sent.Lost > LostOfThinUplink ? QualityBlame.OwnNetwork
        : sent.Limitation == SendingLimitation.Cpu ? QualityBlame.OwnMachine
        : QualityBlame.Nobody;
}
