using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Broadcast.TestHost;
using Broadcast.TestHost.Servers;

namespace Broadcast.Api.Tests.Telemetry;

/// <summary>What lies in <c>deploy/observability</c>, against the real app and the real Prometheus.</summary>
[Trait("Category", "Servers")]
public sealed partial class ObservabilityTests(ScrapedHost host) : IClassFixture<ScrapedHost>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "deploy", "observability");

    [Theory]
    [InlineData("rules", "alerts.yml")]
    [InlineData("config", "prometheus.yml")]
    public Task Promtool_finds_nothing_wrong_with(string kind, string file) =>
        PromtoolAsync(["check", kind, Path.Combine(Folder, file)], input: null);

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_our_metrics()
    {
        var ours = (await ScrapeAsync()).Split('\n').Where(line => line.Contains("broadcast_", StringComparison.Ordinal));
        await PromtoolAsync(["check", "metrics"], string.Join('\n', ours) + '\n');
    }

    [Theory]
    [InlineData("alerts.yml")]
    [InlineData("dashboard.json")]
    public void Every_metric_that_is_asked_for_exists(string file)
    {
        var asked = MetricName().Matches(File.ReadAllText(Path.Combine(Folder, file))).Select(match => match.Value).ToHashSet();
        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(Instruments.Names()));
    }

    [Fact]
    public void The_dashboard_is_json_whose_panels_have_ids_of_their_own()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboard.json")));
        var ids = dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).ToArray();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task The_real_Prometheus_scrapes_the_app()
    {
        await using var prometheus = await PrometheusServer.StartAsync(host.Address, ScrapedHost.Token, Path.Combine(Folder, "alerts.yml"));
        Assert.Equal("1", await prometheus.UntilAsync("up{job=\"broadcast\"}"));
        Assert.Equal("0", await prometheus.UntilAsync("sum(broadcast_recorder_recordings)"));
    }

    private async Task<string> ScrapeAsync()
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ScrapedHost.Token) } };
        return await client.GetStringAsync(new Uri(host.Address, "/metrics"));
    }

    private static async Task PromtoolAsync(string[] arguments, string? input)
    {
        var start = new ProcessStartInfo("promtool", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;
        var said = Task.WhenAll(promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        Assert.True(promtool.ExitCode == 0, string.Concat(await said));
    }

    [GeneratedRegex("broadcast_[a-z_]+")]
    private static partial Regex MetricName();
}
