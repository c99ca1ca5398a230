namespace Broadcast.Sfu.Control.Ortc;

/// <summary>How a receiver reports what it can take; the others are not negotiated, because each costs per packet.</summary>
public enum BandwidthFeedback
{
    /// <summary>transport-cc where the receiver knows it, otherwise REMB.</summary>
    TransportCc,
    /// <summary>REMB from abs-send-time.</summary>
    Remb,
    None,
}
