using System.Diagnostics;
using Broadcast.Recorder.FFmpeg;

namespace Broadcast.Recorder.Tests.FFmpeg;

public sealed class ToolArgumentsTests
{
    [Fact]
    public void Comes_apart_as_it_was_put_together()
    {
        string[] arguments = ["-i", "a b", "it's", "say \"hi\"", @"C:\x", @"ends in \", @"\""", @"a \\"" b", "Grüße 予算", "", "[0:v]scale=-2:90;[a]"];

        Assert.Equal(arguments, Split(new ToolArguments(arguments).Text));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Comes_apart_as_it_was_put_together_whatever_it_holds(int seed)
    {
        const string letters = "ab \"\\'\tü$;|";
        var random = new Random(seed);
        var arguments = Enumerable.Range(0, 500)
            .Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => letters[random.Next(letters.Length)]))).ToArray();

        Assert.Equal(arguments, Split(new ToolArguments(arguments).Text));
    }

    /// <summary>As .NET takes it apart for a process, one argument a line.</summary>
    private static string[] Split(string text)
    {
        using var process = Process.Start(new ProcessStartInfo("printf", $@"%s\n {text}") { RedirectStandardOutput = true })!;
        return process.StandardOutput.ReadToEnd().Split('\n')[..^1];
    }
}
