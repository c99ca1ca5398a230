using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Broadcast.Sfu.Tests.Fuzz;

/// <summary><c>make fuzz</c>: every target in turn with ever new seeds, for as long as FUZZ_SECONDS says. A seed that found something is kept in seeds.txt.</summary>
public sealed class FuzzTests
{
    private const int DefaultSeconds = 60;

    [Fact]
    public void Seeds_that_were_kept_do_no_harm()
    {
        foreach (var words in File.ReadLines(SeedsPath()).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')))
            Run(words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
    }

    [Fact]
    [Trait("Category", "Fuzz")]
    public void New_seeds_do_no_harm()
    {
        var seconds = Environment.GetEnvironmentVariable("FUZZ_SECONDS") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultSeconds;
        var seed = Environment.ProcessId * 100_003 & int.MaxValue;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            seed = seed + 1 & int.MaxValue;
            foreach (var target in FuzzTargets.All.Keys)
                Run(target, seed);
        }
    }

    private static void Run(string target, int seed)
    {
        try
        {
            FuzzTargets.All[target](new Random(seed));
        }
        catch (Exception found)
        {
            throw new InvalidOperationException($"Add the line '{target} {seed}' to {SeedsPath()} and mend it.", found);
        }
    }

    private static string SeedsPath([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "seeds.txt");
}
