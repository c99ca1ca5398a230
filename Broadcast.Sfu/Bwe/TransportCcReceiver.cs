using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Bwe;

/// <summary>Takes a viewer's <see cref="TransportCc"/> feedback and keeps the one figure that shows a poor network: its loss.</summary>
public sealed class TransportCcReceiver
{
    public long Received { get; private set; }
    public long Lost { get; private set; }

    /// <summary>Share lost, smoothed over about eight messages, from 0 to 1.</summary>
    public double LossFraction { get; private set; }

    public void OnFeedback(TransportCc feedback)
    {
        var received = 0;
        foreach (var status in feedback)
            received += status.Received ? 1 : 0;
        var lost = feedback.StatusCount - received;
        Received += received;
        Lost += lost;
        LossFraction += ((double)lost / feedback.StatusCount - LossFraction) / 8;
    }
}
