using System.Diagnostics;
using Broadcast.TestHost;

namespace Broadcast.Api.Tests.Telemetry;

public sealed class JoinTraceTests(MediaHost host) : IClassFixture<MediaHost>
{
    [Fact]
    public async Task A_viewer_s_way_in_is_one_trace_from_the_hub_call_to_the_worker_s_answer()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await HubClient.ConnectAsync(host.Address, await host.LinkAsync(id, "viewer"));
        using var spans = new Spans("Broadcast.", "Microsoft.AspNetCore.SignalR.Server", "Microsoft.Orleans.Application");

        await viewer.InvokeAsync("Watch", new { displayName = "Bob", rtpCapabilities = new { codecs = Array.Empty<object>() } });

        var atWorker = Assert.Single(spans.Started, span => span.OperationName == "router.createWebRtcTransport" && IsOf(id, span));
        Assert.IsType<int>(atWorker.GetTagItem("worker"));
        Assert.Contains(spans.Started, span => span.TraceId == atWorker.TraceId && span.DisplayName.EndsWith("/Watch", StringComparison.Ordinal));
        var opened = Assert.Single(spans.Started, span => span.OperationName == "router.create" && IsOf(id, span));
        Assert.Equal(atWorker.TraceId, opened.TraceId);
    }

    private static bool IsOf(string webinarId, Activity span) => span.GetTagItem("router") is string router && router.StartsWith(webinarId, StringComparison.Ordinal);
}
