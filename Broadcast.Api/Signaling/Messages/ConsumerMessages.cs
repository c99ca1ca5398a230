using System.ComponentModel.DataAnnotations;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Signaling.Messages;

internal sealed record ConsumeRequest(
    [property: Required] string TransportId,
    [property: Required] string ProducerId,
    [property: Required] RtpCapabilities RtpCapabilities);

/// <summary>A consumer, created paused so that the browser can be ready before the first key frame.</summary>
/// <param name="ProducerId">As it was asked for.</param>
/// <param name="StandIn">What is received in its place, because the browser cannot decode it (<see cref="StageProducer.StandIn"/>); null for itself.</param>
internal sealed record Consumed(
    string ConsumerId, string ProducerId, MediaKind Kind, RtpParameters RtpParameters, bool ProducerPaused, string? StandIn);

internal sealed record ConsumerRequest([property: Required] string ConsumerId);

/// <summary>Limits the layers of a picture that are received.</summary>
/// <param name="SpatialLayer">The highest, from 0, the smallest; null for no limit.</param>
/// <param name="TemporalLayer">The highest, from 0, the slowest; null for no limit.</param>
internal sealed record PreferredLayersRequest(
    [property: Required] string ConsumerId,
    [property: Range(0, RtpLimits.MaxLayer)] int? SpatialLayer = null,
    [property: Range(0, RtpLimits.MaxLayer)] int? TemporalLayer = null);

/// <param name="HeldBack">Nothing of the picture is sent, for it does not fit beside the sound. It comes back by itself.</param>
public sealed record PictureHeldBack(string ConsumerId, bool HeldBack);
