using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>What a folder is about can be read without the folders that use it: no two namespaces of a project depend on each other in a circle.</summary>
public class NamespaceCycles
{
    /// <summary>Namespaces that still do, by project. Names may only be taken out of here.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["Broadcast.Sfu"] = ["Control.Channels", "Control.Channels.Frames", "Hosting", "Io", "Io.Tcp"],
        ["Broadcast.Recorder"] = [],
        ["Broadcast.Jobs"] = [],
        ["Broadcast.Api"] = [],
    };

    public static TheoryData<string> Projects => new(Known.Keys);

    [Theory, MemberData(nameof(Projects))]
    public void No_namespaces_depend_on_each_other_in_a_circle(string project)
    {
        var knots = new NamespaceKnots(project, AssemblyScan.Of(Assembly.Load(project)));

        Assert.True(!knots.Knotted.Except(Known[project]).Any(), string.Join('\n', knots.Ties));
        Assert.Equal([], Known[project].Except(knots.Knotted));
    }
}
