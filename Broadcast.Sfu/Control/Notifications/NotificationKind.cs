using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Sfu.Control.Notifications;

/// <summary>What a router's owner is told only if it has asked for it when it opened the router.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<NotificationKind>))]
public enum NotificationKind
{
    /// <summary><see cref="IceStateChanged"/>, <see cref="DtlsStateChanged"/>.</summary>
    TransportState,

    /// <summary><see cref="ConsumerClosed"/>, <see cref="ProducerPaused"/>, <see cref="ProducerResumed"/>.</summary>
    ConsumerState,

    /// <summary><see cref="Notifications.AudioLevels"/>.</summary>
    AudioLevels,

    /// <summary><see cref="ConsumerLayersChanged"/>.</summary>
    ConsumerLayers,

    /// <summary><see cref="ProducerWantedLayers"/>.</summary>
    WantedLayers,
}
