using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>Project references form one line: Api → Jobs → Recorder → Sfu.</summary>
public class ProjectLayering
{
    private static readonly string[] Line = ["Broadcast.Sfu", "Broadcast.Recorder", "Broadcast.Jobs", "Broadcast.Api"];

    public static TheoryData<string> Projects => new(Line);

    [Theory, MemberData(nameof(Projects))]
    public void A_project_knows_only_those_below_it(string project)
    {
        var allowed = Line[..Array.IndexOf(Line, project)];
        var used = AssemblyScan.Of(Assembly.Load(project)).ReferencedAssemblies.Where(name => name.StartsWith("Broadcast.", StringComparison.Ordinal));
        Assert.Empty(used.Except(allowed));
    }

    [Fact]
    public void Above_the_sfu_only_the_recorders_sound_calls_native_code() =>
        Assert.Equal(["Broadcast.Recorder.Sound"], Line.Skip(1).SelectMany(project => AssemblyScan.Of(Assembly.Load(project)).NamespacesCallingNativeCode));

    [Theory, MemberData(nameof(Projects))]
    public void No_type_is_called_a_manager_helper_or_utility(string project) =>
        Assert.DoesNotContain(AssemblyScan.Of(Assembly.Load(project)).TypeNames,
            name => name.EndsWith("Manager", StringComparison.Ordinal) || name.Contains("Helper", StringComparison.Ordinal) || name.Contains("Util", StringComparison.Ordinal));
}
