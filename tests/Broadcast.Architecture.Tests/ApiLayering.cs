using System.Reflection;

namespace Broadcast.Architecture.Tests;

/// <summary>The features of Broadcast.Api know what lies below them, as docs/architecture.md draws it, and not each other.</summary>
public class ApiLayering
{
    private const string Root = "Broadcast.Api.";

    private static readonly string[] Features = ["Health", "People", "Recordings", "Webinars"];

    [Fact]
    public void A_feature_knows_the_stage_but_no_other_feature()
    {
        var between =
            from use in AssemblyScan.Of(Assembly.Load("Broadcast.Api")).Uses
            let user = FolderOf(use.FromNamespace)
            let used = FolderOf(use.ToNamespace)
            where user != used && Features.Contains(user) && Features.Contains(used)
            select $"{use.From} → {use.To}";
        Assert.Equal([], between.Distinct().Order());
    }

    private static string? FolderOf(string name) => name.StartsWith(Root, StringComparison.Ordinal) ? name[Root.Length..].Split('.')[0] : null;
}
