using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a consumer puts on the wire for a receiver: the consumable parameters cut down to what the receiver takes.</summary>
public static class ConsumerRtp
{
    public static bool CanConsume(RtpParameters consumable, RtpCapabilities receiver) => throw new NotImplementedException();

    /// <param name="consumable">From <see cref="ProducerRtp.Consumable"/>.</param>
    /// <param name="receiver">Not yet validated; as the client sent it.</param>
    /// <param name="stream">What the transport chose for this consumer.</param>
    /// <returns>False if the capabilities are malformed (<see cref="ControlErrorCode.InvalidArgument"/>) or have no codec in common (<see cref="ControlErrorCode.Unsupported"/>).</returns>
    public static bool TryCreate(
        RtpParameters consumable,
        RtpCapabilities receiver,
        in ConsumerStream stream,
        [NotNullWhen(true)] out RtpParameters? parameters,
        [NotNullWhen(false)] out ControlError? error) => throw new NotImplementedException();
}
