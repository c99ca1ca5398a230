using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>What a folder is about can be read without the folders that use it: no two namespaces of a project depend on each other in a circle.</summary>
public class NamespaceCycles
{
    public static TheoryData<string> Projects => ["Broadcast.Sfu", "Broadcast.Recorder", "Broadcast.Jobs", "Broadcast.Api"];

    [Theory, MemberData(nameof(Projects))]
    public void No_namespaces_depend_on_each_other_in_a_circle(string project)
    {
        var knots = new NamespaceKnots(project, AssemblyScan.Of(Assembly.Load(project)));

        Assert.False(knots.Knotted.Any(), string.Join('\n', knots.Ties));
    }
}
