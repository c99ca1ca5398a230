using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

internal sealed record ConsumeRequest(
    [property: Required] string TransportId,
    [property: Required] string ProducerId,
    [property: Required] RtpCapabilities RtpCapabilities);

/// <summary>A consumer, created paused so that the browser can be ready before the first key frame.</summary>
internal sealed record Consumed(string ConsumerId, string ProducerId, MediaKind Kind, RtpParameters RtpParameters, bool ProducerPaused);

internal sealed record ConsumerRequest([property: Required] string ConsumerId);
