using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.TestMedia;
using Xunit.Abstractions;

namespace Broadcast.Api.Tests.Cluster;

/// <summary>A recording, and the server and the media node that began it.</summary>
[Trait("Category", "Servers")]
public sealed class CarriedRecordingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task A_recording_goes_on_whole_when_the_server_that_began_it_is_killed()
    {
        var film = new FilmPeer(await EncodedClip.Vp8Async(seconds: 2));
        await using var servers = await TwoServers.StartAsync(records: true);
        var id = await servers.CreateWebinarAsync(record: true);
        await using var ann = new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter") { Film = film };
        await ann.PresentAsync(servers.One.Address);
        using var organizer = servers.At(servers.Other);
        await UntilAsync(organizer, id, "recording");
        var (begun, begunAt) = (film.PacketsSent, film.Seconds);
        await film.ShowAsync(seconds: 2);

        await servers.One.KillAsync();
        Assert.True((await ann.ComeAgainAsync(servers.Other.Address)).GetProperty("resumed").GetBoolean());
        await film.ShowAsync(seconds: 2);

        var (ending, shown) = (film.PacketsSent, film.Seconds - begunAt);
        (await organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        var sent = film.PacketsSent;
        var since = Stopwatch.StartNew();
        var recording = await UntilAsync(organizer, id, "ready");
        var seconds = recording.GetProperty("durationMs").GetInt64() / 1e3;
        var certificate = await organizer.GetFromJsonAsync<JsonElement>(recording.GetProperty("certificateUrl").GetString());
        var track = Assert.Single(certificate.GetProperty("tracks").EnumerateArray());
        var received = track.GetProperty("packetsReceived").GetInt32();

        output.WriteLine($"{shown:F1} s were shown for sure, {seconds:F1} s are recorded, ready after {since.Elapsed.TotalSeconds:F0} s; {received} packets of {ending - begun} to {sent}");
        Assert.Equal(0, track.GetProperty("packetsMissing").GetInt32());
        Assert.InRange(received, ending - begun, sent);
        Assert.InRange(seconds, shown - 0.5, film.Seconds);
    }

    [Fact]
    public async Task A_recording_is_one_video_with_a_gap_when_the_node_that_recorded_it_is_killed()
    {
        var clip = await EncodedClip.Vp8Async(seconds: 2);
        using var first = new FilmPeer(clip);
        await using var servers = await TwoServers.StartAsync(records: true, hasSpare: true);
        var id = await servers.CreateWebinarAsync(record: true);
        await using var ann = new Seated(await servers.LinkAsync(id, "presenter"), "a-secret-of-the-presenter") { Film = first };
        var whole = Stopwatch.StartNew();
        await ann.PresentAsync(servers.One.Address);
        using var organizer = servers.At(servers.One);
        await UntilAsync(organizer, id, "recording");
        var begunAt = first.Seconds;
        await first.ShowAsync(seconds: 2);
        var shown = first.Seconds - begunAt;

        await (await servers.RecorderAsync()).KillAsync();
        var gap = Stopwatch.StartNew();
        await ann.Hub.EventAsync("StageReset");
        var noticed = gap.Elapsed;
        ann.Film = new FilmPeer(clip);
        await ann.PresentAgainAsync();
        var away = gap.Elapsed;
        await ann.Film.ShowAsync(seconds: 2);
        shown += ann.Film.Seconds;

        (await organizer.PostAsync(new Uri($"/api/webinars/{id}/end", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
        var longest = whole.Elapsed.TotalSeconds;
        var recording = await UntilAsync(organizer, id, "ready");
        var seconds = recording.GetProperty("durationMs").GetInt64() / 1e3;
        var certificate = await organizer.GetFromJsonAsync<JsonElement>(recording.GetProperty("certificateUrl").GetString());
        var tracks = certificate.GetProperty("tracks").EnumerateArray().ToList();

        output.WriteLine($"{shown:F1} s were shown for sure; lost after {noticed.TotalSeconds:F1} s, shown again after {away.TotalSeconds:F1} s; {seconds:F1} s are recorded; {certificate}");
        Assert.Equal(2, tracks.Count);
        Assert.All(tracks, track => Assert.Equal(0, track.GetProperty("packetsMissing").GetInt32()));
        Assert.InRange(seconds, shown + away.TotalSeconds - 1, longest);
    }

    /// <returns>The one recording, once it is as said.</returns>
    private static async Task<JsonElement> UntilAsync(HttpClient organizer, string webinarId, string state)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var recordings = await organizer.GetFromJsonAsync<JsonElement>($"/api/webinars/{webinarId}/recordings", patience.Token);
            if (recordings.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } recording)
            {
                Assert.Single(recordings.EnumerateArray());
                Assert.NotEqual("failed", recording.GetProperty("state").GetString());
                // What is ready may be watched a moment before its certificate is stored.
                var isWhole = state != "ready" || recording.GetProperty("certificateUrl").ValueKind == JsonValueKind.String;
                if (recording.GetProperty("state").GetString() == state && isWhole)
                    return recording;
            }
            await Task.Delay(200, patience.Token);
        }
    }
}
