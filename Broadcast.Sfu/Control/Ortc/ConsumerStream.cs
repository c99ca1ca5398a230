namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What the sending transport chooses for one consumer.</summary>
/// <param name="Mid">Unique on the transport.</param>
/// <param name="Ssrc">SSRC of the media.</param>
/// <param name="RtxSsrc">SSRC of retransmissions; used only where RTX is negotiated.</param>
/// <param name="Cname">Ties the consumers of one publisher together for lip sync.</param>
/// <param name="Feedback">Which bandwidth feedback the receiver is asked for.</param>
public readonly record struct ConsumerStream(
    string Mid, uint Ssrc, uint RtxSsrc, string Cname, BandwidthFeedback Feedback = BandwidthFeedback.TransportCc);
