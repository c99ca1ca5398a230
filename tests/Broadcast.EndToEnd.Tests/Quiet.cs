namespace Broadcast.EndToEnd.Tests;

/// <summary>What browsers and hosts complained of, said whole: xUnit shows fifty characters of a string.</summary>
internal static class Quiet
{
    public static void AssertAll(params IEnumerable<string>[] complaints)
    {
        var all = complaints.SelectMany(each => each).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }
}
