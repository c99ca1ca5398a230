using System.Text.Json.Serialization;

namespace Broadcast.Sfu.Primitives;

[JsonConverter(typeof(IdJsonConverter<RouterId>))]
public readonly record struct RouterId(string Value) : IId<RouterId>
{
    public static RouterId Create(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJsonConverter<TransportId>))]
public readonly record struct TransportId(string Value) : IId<TransportId>
{
    public static TransportId Create(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJsonConverter<ProducerId>))]
public readonly record struct ProducerId(string Value) : IId<ProducerId>
{
    public static ProducerId Create(string value) => new(value);
    public override string ToString() => Value;
}

[JsonConverter(typeof(IdJsonConverter<ConsumerId>))]
public readonly record struct ConsumerId(string Value) : IId<ConsumerId>
{
    public static ConsumerId Create(string value) => new(value);
    public override string ToString() => Value;
}
