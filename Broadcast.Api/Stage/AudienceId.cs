using System.Text.Json.Serialization;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>Those in one webinar who are connected to one process, from the first who came to the last who left.</summary>
[JsonConverter(typeof(IdJsonConverter<AudienceId>))]
internal readonly record struct AudienceId(string Value) : IId<AudienceId>
{
    public static AudienceId Create(string value) => new(value);

    public override string ToString() => Value;
}
