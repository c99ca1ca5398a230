using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Control.Parameters;

[JsonConverter(typeof(CamelCaseEnumConverter<MediaKind>))]
public enum MediaKind
{
    Audio,
    Video,
}

[JsonConverter(typeof(CamelCaseEnumConverter<HeaderExtensionDirection>))]
public enum HeaderExtensionDirection
{
    [JsonStringEnumMemberName("sendrecv")] SendRecv,
    [JsonStringEnumMemberName("sendonly")] SendOnly,
    [JsonStringEnumMemberName("recvonly")] RecvOnly,
    [JsonStringEnumMemberName("inactive")] Inactive,
}
