using System.Text.Json;

namespace Broadcast.Architecture.Tests;

/// <summary>The runtime's settings in the shipped runtimeconfig.json of every host that can carry media (docs/decisions/0004-fan-out.md, 0017-start-and-idle.md).</summary>
public class RuntimeSettings
{
    private const long LargestGen0Budget = 8 << 20;

    [Theory]
    [InlineData("Broadcast.Sfu")]
    [InlineData("Broadcast.Recorder")]
    [InlineData("Broadcast.Api")]
    public void A_host_that_carries_media_collects_concurrently_in_small_steps_and_never_as_a_server(string host)
    {
        var settings = SettingsOf(host);

        Assert.False(settings.TryGetProperty("System.GC.Server", out var server) && server.GetBoolean(), "Server GC pauses for 20 ms and more.");
        Assert.True(settings.GetProperty("System.GC.Concurrent").GetBoolean());
        Assert.InRange(settings.GetProperty("System.GC.Gen0MaxBudget").GetInt64(), 1, LargestGen0Budget);
    }

    [Theory]
    [InlineData("Broadcast.Sfu", false)]
    [InlineData("Broadcast.Recorder", false)]
    [InlineData("Broadcast.Api", true)]
    public void Code_is_compiled_twice_at_most_and_threads_without_work_sleep(string host, bool isQuickFirst)
    {
        var settings = SettingsOf(host);

        Assert.Equal(isQuickFirst, settings.GetProperty("System.Runtime.TieredCompilation.QuickJit").GetBoolean());
        Assert.False(settings.GetProperty("System.Runtime.TieredPGO").GetBoolean());
        Assert.Equal(0, settings.GetProperty("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit").GetInt32());
    }

    private static JsonElement SettingsOf(string host) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{host}.runtimeconfig.json")))
            .RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
}
