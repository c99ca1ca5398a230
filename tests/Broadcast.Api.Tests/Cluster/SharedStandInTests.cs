using System.Text.Json;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A presenter by one server and viewers by the other who cannot decode what is sent.</summary>
[Trait("Category", "Servers")]
public sealed class SharedStandInTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly RtpParameters Vp8 = TestStreamParameters.Video with { Encodings = [new RtpEncodingParameters { Ssrc = 2 }] };

    private static readonly RtpParameters H264 = TestStreamParameters.Video with
    {
        Codecs = [TestStreamParameters.Video.Codecs[0] with { MimeType = "video/H264", Parameters = new Dictionary<string, CodecParameter> { ["packetization-mode"] = 1, ["profile-level-id"] = "42e01f" } }],
    };

    private static readonly RtpCapabilities TakesVp8 = new()
    {
        Codecs = [new RtpCodecCapability { Kind = MediaKind.Video, MimeType = "video/VP8", ClockRate = 90_000, PreferredPayloadType = 101 }],
    };

    [Fact]
    public async Task A_stand_in_is_asked_for_by_the_one_server_and_known_again_by_the_other_when_the_one_is_lost()
    {
        await using var servers = await TwoServers.StartAsync();
        var id = await servers.CreateWebinarAsync();
        var (presenterLink, viewerLink) = (await servers.LinkAsync(id, "presenter"), await servers.LinkAsync(id, "viewer"));
        await using var ann = await HubClient.ConnectAsync(servers.One.Address, presenterLink);
        await ann.InvokeAsync("Join", Join());
        var sending = await ann.CreateTransportAsync("send");
        var camera = new { transportId = sending, kind = "video", source = "camera", rtpParameters = H264, offersStandIn = true };
        var original = Text(await ann.InvokeAsync("Produce", camera), "producerId");

        await using var bob = await HubClient.ConnectAsync(servers.Other.Address, viewerLink);
        await bob.InvokeAsync("Join", new { displayName = "Bob" });
        var consumption = new { transportId = await bob.CreateTransportAsync("recv"), producerId = original, rtpCapabilities = TakesVp8 };
        await bob.AssertRefusedAsync("unsupported", "Consume", consumption);
        await ann.EventAsync("WantedStandInChanged", told => told.GetProperty("wanted").GetBoolean());
        var modest = new { transportId = sending, kind = "video", source = "camera", rtpParameters = Vp8, standInFor = original };
        var standIn = Text(await ann.InvokeAsync("Produce", modest), "producerId");
        await bob.EventAsync("ProducerChanged", change => Text(change, "standIn") == standIn);
        Assert.Equal(standIn, Text(await bob.InvokeAsync("Consume", consumption), "standIn"));

        await servers.One.KillAsync();
        await using var again = await ComeAgainAsync(servers.Other.Address, presenterLink, sending, (original, standIn));
        await using (var eve = await HubClient.ConnectAsync(servers.Other.Address, viewerLink))
        {
            var watching = await eve.InvokeAsync("Watch", new { displayName = "Eve", rtpCapabilities = TakesVp8 });
            Assert.Equal(standIn, Text(Assert.Single(watching.GetProperty("consumers").EnumerateArray()), "standIn"));
        }
        await bob.DisposeAsync();
        await again.EventAsync("WantedStandInChanged", told => !told.GetProperty("wanted").GetBoolean());
        await again.AssertRefusedAsync("conflict", "Produce", modest);
    }

    /// <summary>Until the other server has taken over.</summary>
    private static async Task<HubClient> ComeAgainAsync(Uri host, string link, string transport, (string Original, string StandIn) sent)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var ann = await HubClient.ConnectAsync(host, link);
            try
            {
                var joined = await ann.InvokeAsync("Join", Join(transport));
                Assert.True(joined.GetProperty("resumed").GetBoolean());
                var producer = Assert.Single(joined.GetProperty("producers").EnumerateArray());
                Assert.Equal(sent, (Text(producer, "producerId"), Text(producer, "standIn")));
                return ann;
            }
            catch (HubException refusal) when (refusal.Message.Contains("media_unavailable", StringComparison.Ordinal))
            {
                await ann.DisposeAsync();
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private static object Join(params string[] resume) => new { displayName = "Ann", seat = "a-secret-of-the-presenter", resume };

    private static string Text(JsonElement record, string property) => record.GetProperty(property).GetString() ?? "";
}
