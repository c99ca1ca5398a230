using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;
using Broadcast.Sfu.Control.Requests;

namespace Broadcast.Sfu.Control;

/// <summary>What each <see cref="WorkerRequest"/> is called on the wire, such as <c>transport.consume</c>.</summary>
internal static class RequestNames
{
    private static readonly FrozenDictionary<Type, string> Names = typeof(WorkerRequest).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(type => type.DerivedType, type => (string)type.TypeDiscriminator!);

    private static readonly FrozenSet<string> Known = Names.Values.ToFrozenSet();

    public static bool IsKnown(string name) => Known.Contains(name);

    public static string Of(WorkerRequest request) => Names[request.GetType()];
}
