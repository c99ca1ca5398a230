using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Broadcast.Api.Cluster;

/// <summary>
/// How our own types travel between grains: to another process as JSON, within this one as they are. They are records that nobody
/// changes, so nothing has to be copied.
/// </summary>
internal sealed class SharedRecords : IGeneralizedCopier, ITypeFilter, ITypeNameFilter
{
    public static void AddTo(IServiceCollection services)
    {
        services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, isCopyable: _ => false, codec => codec.Configure(options => options.SerializerOptions = Json())));
        services.AddSingleton<IGeneralizedCopier, SharedRecords>().AddSingleton<ITypeFilter, SharedRecords>().AddSingleton<ITypeNameFilter, SharedRecords>();
    }

    public bool IsSupportedType(Type type) => IsOurs(type);

    public bool? IsTypeAllowed(Type type) => IsOurs(type) ? true : null;

    public bool? IsTypeNameAllowed(string typeName, string assemblyName) => assemblyName.StartsWith("Broadcast.", StringComparison.Ordinal) ? true : null;

    public object? DeepCopy(object? input, CopyContext context) => input;

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Broadcast.", StringComparison.Ordinal) == true
        && !typeof(IAddressable).IsAssignableFrom(type) && !typeof(Exception).IsAssignableFrom(type);

    private static JsonSerializerOptions Json() => new(JsonSerializerDefaults.Web) { Converters = { new CamelCaseEnumConverterFactory() } };
}
