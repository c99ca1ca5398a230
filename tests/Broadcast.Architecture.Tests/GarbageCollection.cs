using System.Text.Json;

namespace Broadcast.Architecture.Tests;

/// <summary>The garbage collector's settings in the shipped runtimeconfig.json of every host that can carry media (docs/decisions/0004-fan-out.md).</summary>
public class GarbageCollection
{
    private const long LargestGen0Budget = 8 << 20;

    [Theory]
    [InlineData("Broadcast.Sfu")]
    [InlineData("Broadcast.Recorder")]
    [InlineData("Broadcast.Api")]
    public void A_host_that_carries_media_collects_concurrently_in_small_steps_and_never_as_a_server(string host)
    {
        var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{host}.runtimeconfig.json")))
            .RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(settings.TryGetProperty("System.GC.Server", out var server) && server.GetBoolean(), "Server GC pauses for 20 ms and more.");
        Assert.True(settings.GetProperty("System.GC.Concurrent").GetBoolean());
        Assert.InRange(settings.GetProperty("System.GC.Gen0MaxBudget").GetInt64(), 1, LargestGen0Budget);
    }
}
