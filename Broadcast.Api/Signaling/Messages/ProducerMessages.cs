using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Messages;

/// <summary>What a producer shows or lets hear.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ProducerSource>))]
public enum ProducerSource
{
    Camera,
    Microphone,
    Screen,
    ScreenAudio,
}

/// <param name="OffersStandIn">Of a picture: whether a stand-in may be asked for (<see cref="WantedStandIn"/>).</param>
/// <param name="StandInFor">The sender's own producer, whose picture this is once more, as a modest VP8; null for a producer of its own.</param>
internal sealed record ProduceRequest(
    [property: Required] string TransportId,
    MediaKind Kind,
    ProducerSource Source,
    [property: Required] RtpParameters RtpParameters,
    bool Paused = false,
    bool OffersStandIn = false,
    string? StandInFor = null);

internal sealed record Produced(string ProducerId);

internal sealed record ProducerRequest([property: Required] string ProducerId);

/// <summary>A producer as everyone in the webinar sees it.</summary>
/// <param name="OffersStandIn">Who cannot decode it gets a stand-in within seconds.</param>
/// <param name="StandIn">The producer that stands in for it now, for those alone who cannot decode it; null for none.</param>
public sealed record StageProducer(
    string ProducerId,
    ParticipantId ParticipantId,
    string DisplayName,
    MediaKind Kind,
    ProducerSource Source,
    bool Paused,
    bool OffersStandIn,
    string? StandIn)
{
    /// <summary>What media nodes have of it: itself, and what stands in for it.</summary>
    internal IEnumerable<ProducerId> Carried() => StandIn is null ? [new(ProducerId)] : [new(ProducerId), new(StandIn)];
}

/// <summary>Told to who sends a picture: layers above this one need not be sent, for nobody would get them.</summary>
/// <param name="SpatialLayer">From 0, the smallest; null for none.</param>
public sealed record WantedLayers(string ProducerId, int? SpatialLayer);

/// <summary>
/// Told to who sends a picture: somebody's browser cannot decode it, and shall get the same picture from a second producer, a modest VP8.
/// </summary>
/// <param name="Wanted">False when nobody needs it any more: it is closed.</param>
public sealed record WantedStandIn(string ProducerId, bool Wanted);
