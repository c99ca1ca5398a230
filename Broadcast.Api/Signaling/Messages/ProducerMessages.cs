using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;

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

internal sealed record ProduceRequest(
    [property: Required] string TransportId,
    MediaKind Kind,
    ProducerSource Source,
    [property: Required] RtpParameters RtpParameters,
    bool Paused = false);

internal sealed record Produced(string ProducerId);

internal sealed record ProducerRequest([property: Required] string ProducerId);

/// <summary>A producer as everyone in the webinar sees it.</summary>
public sealed record StageProducer(
    string ProducerId, ParticipantId ParticipantId, string DisplayName, MediaKind Kind, ProducerSource Source, bool Paused);

/// <summary>Told to who sends a picture: layers above this one need not be sent, for nobody would get them.</summary>
/// <param name="SpatialLayer">From 0, the smallest; null for none.</param>
public sealed record WantedLayers(string ProducerId, int? SpatialLayer);
