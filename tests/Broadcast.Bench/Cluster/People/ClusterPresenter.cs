using System.Text.Json;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Cluster.People;

/// <summary>Who presents a camera in three layers, and does so again wherever the webinar begins anew.</summary>
internal sealed class ClusterPresenter(ClusterStage stage, string token) : ClusterPage(stage, token, home: 0)
{
    private LayeredCamera? camera;
    private string transport = "";

    /// <summary>When the stage had the camera for the last time anew.</summary>
    public Instant ProducedAt { get; private set; } = Instant.Never;

    /// <summary>At the media node that is the origin.</summary>
    public System.Net.IPAddress Origin => camera!.Server.Address;

    public KeyFrameRequests KeyFrameRequests { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        camera?.Dispose();
    }

    protected override async Task JoinAsync()
    {
        await Hub.CallAsync("Join", new { displayName = "Petra", seat = Seat });
        await PresentAsync();
    }

    protected override async Task ResumeAsync()
    {
        var joined = await Hub.CallAsync("Join", new { displayName = "Petra", seat = Seat, resume = new[] { transport } });
        if (!joined.GetProperty("resumed").GetBoolean())
            await PresentAsync();
    }

    protected override Task OnEventAsync(string target, JsonElement body) =>
        target == "TransportClosed" && body.GetProperty("transportId").GetString() == transport ? PresentAsync() : Task.CompletedTask;

    private async Task PresentAsync()
    {
        camera?.Dispose();
        Rebuilt++;
        KeyFrameRequests.BeginAnew();
        camera = new LayeredCamera(KeyFrameRequests);
        transport = await Hub.OpenAsync(camera);
        await Hub.ProduceAsync(transport, "camera", TestStreamParameters.Layers);
        ProducedAt = MonotonicClock.Now;
    }
}
