using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>A producer's validated parameters and how its payload types and header extension ids become the router's.</summary>
public sealed class ProducerRtp
{
    private readonly byte[] payloadTypes = new byte[128];
    private readonly byte[] headerExtensionIds = new byte[256];

    private ProducerRtp(MediaKind kind, RtpParameters parameters, RtpParameters consumable, StreamType streamType)
    {
        Kind = kind;
        Parameters = parameters;
        Consumable = consumable;
        StreamType = streamType;
    }

    public MediaKind Kind { get; }

    public StreamType StreamType { get; }

    /// <summary>As the publisher sends.</summary>
    public RtpParameters Parameters { get; }

    /// <summary>The same media in the router's payload types and header extension ids; encodings carry no SSRC.</summary>
    public RtpParameters Consumable { get; }

    /// <summary>The router's payload type for the publisher's.</summary>
    /// <returns>False if the publisher did not announce it.</returns>
    public bool TryMapPayloadType(byte payloadType, out byte mapped)
    {
        mapped = payloadTypes[payloadType & 0x7F];
        return mapped != 0;
    }

    /// <summary>The router's header extension id for the publisher's; 0 if the router does not know the extension.</summary>
    public byte MapHeaderExtensionId(byte id) => headerExtensionIds[id];

    /// <param name="router">From <see cref="RouterRtpCapabilities.TryCreate"/>.</param>
    public static bool TryCreate(
        MediaKind kind,
        RtpParameters parameters,
        RtpCapabilities router,
        [NotNullWhen(true)] out ProducerRtp? producer,
        [NotNullWhen(false)] out ControlError? error) => throw new NotImplementedException();
}
