using System.Net;

namespace Broadcast.Api.Tests.Recordings;

public abstract class FileLinkTests(ApiHost host) : IAsyncLifetime
{
    // So much is never all on its way when the link ends: the sockets hold a few megabytes.
    private const long Large = 8L << 30;

    private static readonly Uri Session = new("/api/session", UriKind.Relative);
    public Task InitializeAsync() => host.InitializeAsync();
    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Works_for_whoever_has_it_for_minutes_and_for_the_page_as_long_as_one_is_signed_in()
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync());
        var link = await host.VideoLinkAsync();
        using var stranger = host.Browser();
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync(link)).StatusCode);

        host.Time.Advance(TimeSpan.FromHours(1));

        await (await stranger.GetAsync(link)).AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task Ends_with_the_session_that_made_it()
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync());
        var link = await host.VideoLinkAsync();
        await host.Organizer.DeleteAsync(Session);
        using var stranger = host.Browser();
        await (await stranger.GetAsync(link)).AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Is_taken_back_with_all_others_of_the_recording()
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync());
        var before = await host.VideoLinkAsync();
        var revoked = await host.Organizer.DeleteAsync(new Uri($"/api/recordings/{StoredRecording.Id}/links", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        await (await host.Organizer.GetAsync(before)).AssertProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(await host.VideoLinkAsync())).StatusCode);
    }

    [Fact]
    public async Task Cuts_off_a_download_that_runs_when_it_ends()
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync(), Large);
        using var stranger = host.Browser();
        using var download = await stranger.GetAsync(await host.VideoLinkAsync(), HttpCompletionOption.ResponseHeadersRead);
        await using var video = await download.Content.ReadAsStreamAsync();
        await video.ReadExactlyAsync(new byte[1_000]);
        await host.Organizer.DeleteAsync(Session);

        host.Time.Advance(TimeSpan.FromSeconds(5));

        await Assert.ThrowsAnyAsync<IOException>(() => video.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Leaves_one_line_for_a_download_however_many_ranges_it_takes()
    {
        await host.AddRecordingAsync(await host.CreateWebinarAsync());
        var link = await host.VideoLinkAsync();
        await host.Organizer.GetAsync(link);
        using var range = new HttpRequestMessage(HttpMethod.Get, link) { Headers = { Range = new(500, null) } };
        await host.Organizer.SendAsync(range);

        var log = await (await host.Organizer.GetAsync(new Uri("/api/audit?action=recordingDownloaded", UriKind.Relative))).ReadAsync();

        var entry = Assert.Single(log.GetProperty("entries").EnumerateArray());
        Assert.Equal(StoredRecording.Id, entry.GetProperty("subject").GetString());
        Assert.Equal(ApiHost.Email, entry.GetProperty("actor").GetString());
        Assert.Equal("recording.mp4", entry.GetProperty("detail").GetString());
    }
}

public sealed class SqliteFileLinkTests() : FileLinkTests(new ApiHost());

[Trait("Category", "Servers")]
public sealed class PostgreSqlFileLinkTests() : FileLinkTests(new PostgresHost());
