using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Redundant audio (RFC 2198) costs as much as the voice itself: whoever negotiated it is sent it while they lose packets.</summary>
internal sealed partial class RtpConsumer
{
    /// <summary>Of the packets between two reports, in 1/256: what is less is hardly heard.</summary>
    private const byte LossWorthRepeating = 2;

    /// <summary>Losses come back.</summary>
    private const int RepeatMs = 60_000;

    private Instant repeatsUntil;

    /// <summary>Whether each packet carries what the one before carried.</summary>
    public bool Repeats { get; private set; }

    private void WeighRepeating(Instant now, byte fractionLost)
    {
        if (RedPayloadType == 0)
            return;
        if (fractionLost >= LossWorthRepeating)
            repeatsUntil = now.AddMilliseconds(RepeatMs);
        var repeats = now < repeatsUntil;
        if (repeats != Repeats)
            SetRepeats(repeats);
    }

    /// <summary>Those who are sent the same packets are one group.</summary>
    private void SetRepeats(bool repeats)
    {
        var fanOut = flowing is not null && replay is null ? Audience[flowing.Index] : null;
        fanOut?.Remove(this);
        Repeats = repeats;
        fanOut?.Add(this);
    }
}
