using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Whoever is sent media, as the consumers that send it see them: a way out, and what they may draw.</summary>
internal interface IReceiver
{
    /// <summary>Whether there is an address that wants packets, and a key to protect them with.</summary>
    bool CanSend { get; }

    /// <summary>What its network carries, in bits per second; null while nobody knows.</summary>
    long? EstimateBps { get; }

    /// <summary>The transport-wide sequence number of the next packet.</summary>
    ushort NextTransportSequence();

    /// <summary>Writes one packet, protects it and sends it.</summary>
    void Send(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output);

    /// <summary>The same for a packet that was sent before; <see cref="TryRepeat"/> has allowed it.</summary>
    void SendAgain(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output);

    /// <summary>The same for what only shows what the network carries.</summary>
    void SendProbe(Instant now, RtpTemplate template, in RtpStamp stamp, SendBatch output);

    /// <summary>
    /// Whether so much of what the receiver was sent before may be sent once more; if so, it counts as repeated. Resends and replays of
    /// all consumers share one budget.
    /// </summary>
    bool TryRepeat(Instant now, int bytes);

    /// <summary>Whether a consumer may begin with what was sent before it came: freely once per producer, for a repetition in the budget after that.</summary>
    bool TryShowPast(Instant now, ProducerId producer, int bytes);

    /// <summary>When a key frame that the receiver wants is to be asked for.</summary>
    Instant WishKeyFrame(Instant now);

    /// <summary>A report of the receiver's tells how long a packet takes there and back.</summary>
    void OnRoundTrip(long us);
}
