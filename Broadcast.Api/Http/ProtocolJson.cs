using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Broadcast.Api.Text;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Api.Http;

/// <summary>The JSON of the HTTP API and of the stage hub (docs/protocol.md): strict about what comes in.</summary>
internal static class ProtocolJson
{
    public static void Apply(JsonSerializerOptions json)
    {
        StrictJson.Apply(json);
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.Converters.Add(new CamelCaseEnumConverterFactory());
        json.TypeInfoResolverChain.Insert(0, new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutNulls, PlainTextConverter.Apply } });
    }

    /// <summary>RTP parameters go into mediasoup-client and RTCPeerConnection, to whom null and absent are not the same.</summary>
    private static void LeaveOutNulls(JsonTypeInfo type)
    {
        if (type.Type.Namespace != typeof(RtpParameters).Namespace)
            return;
        foreach (var property in type.Properties)
            property.ShouldSerialize = static (_, value) => value is not null;
    }
}
