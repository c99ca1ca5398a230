using System.Text.Json.Serialization;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Stage;

/// <summary>Somebody who takes part in a webinar: made of the secret of their seat, so that it is the same after a reload.</summary>
[JsonConverter(typeof(IdJsonConverter<ParticipantId>))]
public readonly record struct ParticipantId(string Value) : IId<ParticipantId>
{
    public static ParticipantId Create(string value) => new(value);

    public override string ToString() => Value;
}
