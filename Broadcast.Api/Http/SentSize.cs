using System.Text.Encodings.Web;
using System.Text.Json;

namespace Broadcast.Api.Http;

/// <summary>How many bytes a message has as SignalR writes it: letters of every script as themselves.</summary>
internal static class SentSize
{
    private static readonly JsonSerializerOptions Json = SentJson();

    public static int Of<T>(T message) => JsonSerializer.SerializeToUtf8Bytes(message, Json).Length;

    private static JsonSerializerOptions SentJson()
    {
        var json = new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        ProtocolJson.Apply(json);
        return json;
    }
}
