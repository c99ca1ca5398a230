namespace Broadcast.Api.Tests.Cluster;

/// <summary>A webinar over two servers: Ann presents on the one, one viewer watches there and one on the other, and every packet is counted.</summary>
internal sealed class SeenWebinar : IAsyncDisposable
{
    /// <summary>A second of the picture.</summary>
    private const int SomePackets = 165;

    private SeenWebinar(string id, Seated ann, Seated near, Seated far) => (Id, Ann, Near, Far) = (id, ann, near, far);

    public string Id { get; }

    public Seated Ann { get; }

    /// <summary>By the presenter's server.</summary>
    public Seated Near { get; }

    public Seated Far { get; }

    private CountingViewer[] Screens => [Near.Screen, Far.Screen];

    /// <summary>Returns when both have a picture.</summary>
    public static async Task<SeenWebinar> OpenAsync(TwoServers servers)
    {
        var id = await servers.CreateWebinarAsync();
        var link = await servers.LinkAsync(id, "viewer");
        var webinar = new SeenWebinar(
            id, new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter"),
            new Seated(link, "a-secret-of-the-viewer-near"), new Seated(link, "a-secret-of-the-viewer-far"));
        await webinar.Ann.PresentAsync(servers.One.Address);
        var capabilities = await servers.CapabilitiesAsync(link);
        await webinar.Near.WatchAsync(servers.One.Address, capabilities);
        await webinar.Far.WatchAsync(servers.Other.Address, capabilities);
        await webinar.AssertNothingMissingAsync();
        foreach (var screen in webinar.Screens)
            screen.ForgetPauses();
        return webinar;
    }

    /// <summary>Both viewers get what is sent from now on for a second, and have got everything that was sent before.</summary>
    public async Task AssertNothingMissingAsync()
    {
        var until = Ann.Camera.PacketsSent + SomePackets;
        foreach (var screen in Screens)
        {
            await screen.UntilAsync(until);
            Assert.Equal((0, 0), (screen.Missing, screen.Damaged));
        }
    }

    /// <summary>Returns when both viewers have heard of it.</summary>
    public Task MuteAsync() => PauseAsync(true);

    public async Task UnmuteAsync()
    {
        await PauseAsync(false);
        foreach (var screen in Screens)
            screen.StartOver();
    }

    public override string ToString() => string.Join(", ", Screens.Select(screen =>
        $"{screen.Frames} frames, {screen.Missing} packets missing, longest pause {screen.LongestPauseMs:F0} ms"));

    public async ValueTask DisposeAsync()
    {
        await Ann.DisposeAsync();
        await Near.DisposeAsync();
        await Far.DisposeAsync();
    }

    private async Task PauseAsync(bool paused)
    {
        await Ann.Hub.InvokeAsync(paused ? "PauseProducer" : "ResumeProducer", new { producerId = Ann.Producer });
        foreach (var viewer in (Seated[])[Near, Far])
            await viewer.Hub.EventAsync("ProducerChanged", change => change.GetProperty("paused").GetBoolean() == paused);
    }
}
