using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// The receiving end of a direct transport, in the node's own process. Every call comes on the worker's thread, in order, and must
/// neither block nor throw; calls for packets must not allocate. Spans are valid during the call only.
/// </summary>
public interface IDirectSink
{
    /// <summary>A producer is now recorded; packets of it carry <paramref name="consumer"/>.</summary>
    void OnConsumerAdded(Instant now, ConsumerId consumer, ProducerId producer, MediaKind kind, RtpParameters rtpParameters);

    void OnConsumerClosed(Instant now, ConsumerId consumer);

    /// <summary>A producer was paused or resumed (mute).</summary>
    void OnConsumerPaused(Instant now, ConsumerId consumer, bool paused);

    /// <summary>A whole RTP packet as the publisher sent it, decrypted, without RTX wrapping, each sequence number once; late when it was retransmitted.</summary>
    void OnRtp(Instant now, ConsumerId consumer, ReadOnlySpan<byte> packet);

    /// <summary>The publisher's own sender report for the stream, as one RTCP packet (PT=200) without compound.</summary>
    void OnSenderReport(Instant now, ConsumerId consumer, ReadOnlySpan<byte> senderReport);

    /// <summary>An event of the stage, in order with the packets.</summary>
    void OnEvent(Instant now, JsonElement stageEvent);

    /// <summary>The transport closed: nothing follows.</summary>
    void OnClosed(Instant now);
}
