using System.Globalization;
using Broadcast.EndToEnd.Tests.People;
using Broadcast.TestHost;
using Xunit.Abstractions;

namespace Broadcast.EndToEnd.Tests.Clients;

/// <summary>Clients that no one here wrote send to each other through the stage, on good networks and on bad ones.</summary>
[Trait("Suite", "Clients")]
public class IndependentClientTests(ITestOutputHelper output)
{
    private const int Seconds = 6;

    /// <summary>A picture of fewer frames is frozen, as in our pages; how many more come is in the table, and depends on the machine.</summary>
    private const int Frames = Seconds + 1;
    private const int SoundMs = Seconds * 500;

    /// <summary>What they make calls with, and the loss in percent; werift does not survive one in its handshake.</summary>
    private static readonly (string Stack, int Loss)[] Networks =
        [("wrtc", 0), ("wrtc", 5), ("werift", 0), ("aiortc", 0), ("aiortc", 5), ("webrtcbin", 0), ("webrtcbin", 5)];

    [Fact]
    public async Task They_see_and_hear_each_other_without_and_with_loss()
    {
        var (host, setupLink) = await BroadcastHost.StartAsync();
        await using var _ = host;
        await using var browser = await Chromium.StartAsync();
        var webinar = await PlannedWebinar.PlanAsync(await browser.OpenAsync("organizer"), setupLink, "Whatever they use", h264: false, recorded: false);

        output.WriteLine("| presents | loss | watches | loss | frames of sent | sound |\n|---|---|---|---|---|---|");
        var failures = new List<string>();
        foreach (var (presents, loss) in Networks)
            failures.AddRange(await PresentAsync(presents, loss, webinar));
        Assert.Empty(failures);
        Quiet.AssertAll(host.Complaints);
    }

    /// <summary>All watch the first and are watched by it, and each watches its own kind: what is in between is the same server.</summary>
    private static bool Meets((string Stack, int Loss) presents, (string Stack, int Loss) watches) =>
        presents == Networks[0] || watches == Networks[0] || presents == watches;

    private async Task<List<string>> PresentAsync(string presents, int lossSent, PlannedWebinar webinar)
    {
        await using var presenter = await IndependentClient.StartAsync(presents, "present", webinar.PresenterLink, lossSent);
        var audience = await Task.WhenAll(Networks.Where(each => Meets((presents, lossSent), each)).Select(async each =>
            (each.Stack, each.Loss, Client: await IndependentClient.StartAsync(each.Stack, "watch", webinar.AudienceLink, each.Loss))));
        await Task.WhenAll(audience.Select(each => each.Client.CountAsync()).Append(presenter.CountAsync()));
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        var sent = await presenter.CountAsync();
        var failures = new List<string>();
        foreach (var (watches, loss, client) in audience)
        {
            var received = await client.CountAsync();
            await client.DisposeAsync();
            var row = string.Create(CultureInfo.InvariantCulture, $"| {presents} | {lossSent} % | {watches} | {loss} % | {received.Frames} of {sent.Frames} | {received.SoundMs / 1000.0:0.0} of {Seconds} s |");
            output.WriteLine(row);
            if (received.Frames < Frames || received.SoundMs < SoundMs)
                failures.Add(row);
        }
        return failures;
    }
}
