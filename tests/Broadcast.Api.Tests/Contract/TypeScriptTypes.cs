using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Broadcast.Recorder.Certification;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Api.Tests.Contract;

/// <summary>
/// The types that messages are made of, as TypeScript. It goes by what the serializer says of them, not by their source: so names,
/// converters and what may be left out are those of the wire.
/// </summary>
internal sealed class TypeScriptTypes(JsonSerializerOptions json, DocComments docs)
{
    /// <summary>What goes into mediasoup-client and comes out of it has the types that it says itself.</summary>
    private static readonly HashSet<string> Mediasoup = ["DtlsParameters", "IceCandidate", "IceParameters", "MediaKind", "RtpCapabilities", "RtpParameters"];

    private readonly HashSet<Type> received = [];
    private readonly HashSet<Type> sent = [];
    private readonly SortedSet<string> brands = new(StringComparer.Ordinal);
    private readonly SortedSet<string> borrowed = new(StringComparer.Ordinal);

    /// <summary>Names of web/src/ids.ts that were used.</summary>
    public IEnumerable<string> BrandsUsed => brands;

    /// <summary>Names of mediasoup-client that were used.</summary>
    public IEnumerable<string> Borrowed => borrowed;

    /// <summary>A type that the server sends: everything is there, if only as null.</summary>
    public string Received(Type type) => Take(type, received);

    /// <summary>A type that a page sends: what has a default may be left out.</summary>
    public string Sent(Type type) => Take(type, sent);

    /// <summary>The declarations of all types that were named so far, by name.</summary>
    public IEnumerable<string> Declarations()
    {
        var byName = received.Union(sent).ToLookup(NameOf);
        foreach (var same in byName.Where(same => same.Count() > 1))
            throw new InvalidOperationException($"{string.Join(" and ", same)} would both be {same.Key} in TypeScript.");
        return byName.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => Declare(each.Single()));
    }

    private string Take(Type type, HashSet<Type> into)
    {
        var reference = Reference(type);
        Reach(type, into);
        return reference;
    }

    private void Reach(Type type, HashSet<Type> into)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = json.GetTypeInfo(type);
        if (info.Kind == JsonTypeInfoKind.Enumerable)
            Reach(info.ElementType!, into);
        else if (IsOurs(type) && into.Add(type) && info.Kind == JsonTypeInfoKind.Object)
            foreach (var property in info.Properties)
                Reach(property.PropertyType, into);
    }

    private string Declare(Type type)
    {
        var doc = Doc(docs.Of(type), "");
        if (type.IsEnum)
            return $"{doc}export type {NameOf(type)} ={Union(Enum.GetValues(type).Cast<object>().Select(value => $"'{JsonSerializer.SerializeToElement(value, type, json)}'"))};\n";
        var members = json.GetTypeInfo(type).Properties.Select(property => Member(type, property));
        return $"{doc}export interface {NameOf(type)} {{\n{string.Concat(members)}}}\n";
    }

    private string Member(Type owner, JsonPropertyInfo property)
    {
        var source = (PropertyInfo)property.AttributeProvider!;
        var isNullable = property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;
        var isOptional = LeavesOutNulls(owner) ? isNullable : !received.Contains(owner) && !property.IsRequired;
        var type = TypeOf(owner, source);
        var orNull = isNullable && !LeavesOutNulls(owner) ? " | null" : "";
        return $"{Doc(docs.Of(source), "  ")}  readonly {property.Name}{(isOptional ? "?" : "")}: {type}{orNull};\n";
    }

    private string TypeOf(Type owner, PropertyInfo property)
    {
        if (property.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return string.Join(" | ", allowed.Values);
        return property.PropertyType == typeof(string) && Brands.Of(owner, property.Name) is { } brand ? Brand(brand) : Reference(property.PropertyType);
    }

    private static bool LeavesOutNulls(Type owner) => owner.Namespace == typeof(RecordingCertificate).Namespace;

    private string Reference(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type == typeof(string) || type == typeof(DateTimeOffset))
            return "string";
        if (type == typeof(bool))
            return "boolean";
        if (type.IsPrimitive)
            return "number";
        if (IsBorrowed(type))
            return Borrow(type.Name);
        if (IsId(type))
            return Brand(type.Name);
        var info = json.GetTypeInfo(type);
        return info.Kind == JsonTypeInfoKind.Enumerable ? $"readonly {Reference(info.ElementType!)}[]" : NameOf(type);
    }

    private string Brand(string name)
    {
        brands.Add(name);
        return name;
    }

    private string Borrow(string name)
    {
        borrowed.Add(name);
        return name;
    }

    private static bool IsBorrowed(Type type) => type.Namespace == typeof(RtpCapabilities).Namespace && Mediasoup.Contains(type.Name);

    private static bool IsId(Type type) => type.IsValueType && IsBroadcast(type) && type.Name.EndsWith("Id", StringComparison.Ordinal);

    private static bool IsOurs(Type type) => IsBroadcast(type) && !IsBorrowed(type) && !IsId(type);

    private static bool IsBroadcast(Type type) => type.Namespace?.StartsWith("Broadcast.", StringComparison.Ordinal) == true;

    /// <summary>A record that shows something to somebody has the name of what it shows.</summary>
    private static string NameOf(Type type) =>
        type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^"View".Length] : type.Name;

    private static string Union(IEnumerable<string> members)
    {
        var all = members.ToList();
        var line = " " + string.Join(" | ", all);
        return line.Length < 70 ? line : string.Concat(all.Select(member => $"\n  | {member}"));
    }

    public static string Doc(string? text, string indent) => text is null ? "" : $"{indent}/** {text} */\n";
}
