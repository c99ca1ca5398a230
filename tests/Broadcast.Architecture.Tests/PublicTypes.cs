using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>A type is public because another project names it, or because one that is named shows it.</summary>
public sealed class PublicTypes
{
    private static readonly Dictionary<string, Assembly> Projects = new[] { "Broadcast.Sfu", "Broadcast.Recorder", "Broadcast.Jobs", "Broadcast.Api" }
        .ToDictionary(name => name, Assembly.Load);

    [Theory]
    [InlineData("Broadcast.Recorder", "Broadcast.Jobs", "Broadcast.Api")]
    [InlineData("Broadcast.Jobs", "Broadcast.Api")]
    public void A_public_type_is_named_by_a_project_above(string project, params string[] above)
    {
        var named = above.SelectMany(user => AssemblyScan.Of(Projects[user]).Uses).Select(use => use.To).ToHashSet();
        var exported = Projects[project].GetExportedTypes();
        AssertNeeded(exported, exported.Where(type => named.Contains(type.FullName!)));
    }

    /// <summary>SignalR implements the interface of the hub's clients in an assembly of its own.</summary>
    [Fact]
    public void Of_the_api_only_what_the_hub_tells_its_clients_is_public()
    {
        var exported = Projects["Broadcast.Api"].GetExportedTypes();
        AssertNeeded(exported, exported.Where(type => type.Name == "IStageClient"));
    }

    private static void AssertNeeded(IReadOnlyCollection<Type> exported, IEnumerable<Type> named)
    {
        var needed = new HashSet<Type>();
        var open = new Stack<Type>(named);
        while (open.TryPop(out var type))
            if (needed.Add(type))
                foreach (var shown in ShownBy(type).Where(exported.Contains))
                    open.Push(shown);
        var unneeded = exported.Where(type => type is { IsNested: false, Name: not "Program" } && !needed.Contains(type));
        Assert.False(unneeded.Any(), $"Nobody else names {string.Join(", ", unneeded.Select(type => type.FullName).Order())}.");
    }

    private static IEnumerable<Type> ShownBy(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMembers(All).OfType<MethodBase>().Where(method => method.IsPublic || method.IsFamily);
        var fields = type.GetFields(All).Where(field => field.IsPublic || field.IsFamily);
        return methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType)
            .Concat(methods.OfType<MethodInfo>().Select(method => method.ReturnType))
            .Concat(fields.Select(field => field.FieldType))
            .Concat(type.GetInterfaces())
            .Concat(type.GetNestedTypes())
            .Concat(type.BaseType is { } parent ? [parent] : [])
            .Concat(type.CustomAttributes.SelectMany(attribute => attribute.ConstructorArguments).Select(argument => argument.Value).OfType<Type>())
            .SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) => type switch
    {
        { HasElementType: true } => Parts(type.GetElementType()!),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()),
        _ => [type],
    };
}
