using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Packaging;

namespace Broadcast.Jobs.Tests.Downloads;

public sealed class DownloadEndpointsTests : IAsyncLifetime
{
    private readonly TempDirectory data = new();
    private JobsApp app = null!;
    private HttpClient client = null!;
    private RecordingFile video = null!;

    public async Task InitializeAsync()
    {
        app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        client = app.Client;
        await app.Pipeline.StartAsync(new("r1"), new("w1"), DateTimeOffset.UnixEpoch, default);
        await app.Pipeline.CompleteAsync(new("r1"), DateTimeOffset.UnixEpoch.AddMinutes(1), default);
        video = (await app.WhenReadyAsync("r1")).Files.Single(file => file.Kind == RecordingFileKind.Video);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Serves_the_whole_file_as_a_download()
    {
        using var response = await client.GetAsync(Link());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(ScriptedMedia.VideoContent, await response.Content.ReadAsStringAsync());
        Assert.Equal("video/mp4", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("recording-1970-01-01-0000.mp4", response.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal($"\"{video.Sha256}\"", response.Headers.ETag!.Tag);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
    }

    [Fact]
    public async Task Shows_the_file_in_the_page_when_the_link_says_so()
    {
        using var response = await client.GetAsync(Link(inline: true));

        Assert.Equal("inline", response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("recording-1970-01-01-0000.mp4", response.Content.Headers.ContentDisposition.FileNameStar);
    }

    [Fact]
    public async Task Answers_a_head_with_the_length_and_no_content()
    {
        using var response = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Link()));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(ScriptedMedia.VideoContent.Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(0, 0, "0")]
    [InlineData(5, 9, "56789")]
    [InlineData(15, null, "fghij")]
    [InlineData(null, 3, "hij")]
    [InlineData(10, 999, "abcdefghij")]
    public async Task Serves_a_range(int? from, int? to, string expected)
    {
        using var response = await SendAsync(new RangeHeaderValue(from, to));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal(ScriptedMedia.VideoContent.Length, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task Refuses_a_range_outside_the_file()
    {
        using var response = await SendAsync(new RangeHeaderValue(20, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal(ScriptedMedia.VideoContent.Length, response.Content.Headers.ContentRange!.Length);
    }

    [Fact]
    public async Task Sends_nothing_again_that_the_browser_still_has()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Link());
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{video.Sha256}\""));

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_an_altered_link_in_words()
    {
        foreach (var link in new[]
        {
            Link() + "A",
            Link().Replace("recording.mp4", "poster.jpg", StringComparison.Ordinal),
            Link() + "&inline=1",
            $"/files/{video.StoreKey}",
            $"/files/{video.StoreKey}?expires=1",
            $"/files/{video.StoreKey}?expires=1&holder=nobody",
            "/files/..%2f..%2fbroadcast.db?expires=1&holder=nobody&signature=x",
        })
            await RefusesAsync(link, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Refuses_an_expired_link_in_words() =>
        await RefusesAsync(Expired(), HttpStatusCode.Forbidden, "forbidden");

    [Fact]
    public async Task Lets_whoever_it_was_made_for_go_on_after_it_expired()
    {
        Holders.Caller = Holders.Current;
        using var response = await client.GetAsync(Expired());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Refuses_a_link_whose_holder_has_gone()
    {
        var link = Link();
        Holders.Caller = Holders.Current;
        Holders.AreThere = false;
        await RefusesAsync(link, HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Refuses_every_link_of_a_recording_once_they_were_taken_back()
    {
        var before = Link();
        await app.Pipeline.RevokeLinksAsync(new("r1"), default);
        await RefusesAsync(before, HttpStatusCode.Forbidden, "forbidden");
        using var response = await client.GetAsync(Links.Create(Key, series: 1));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Knows_nothing_of_a_deleted_recording()
    {
        var link = Link();
        await app.Pipeline.DeleteAsync(new("r1"), default);

        await RefusesAsync(link, HttpStatusCode.NotFound, "not_found");
    }

    private string Expired()
    {
        var grant = Links.Grant(Key, series: 0, inline: false) with { Expires = 1 };
        return $"/files/{Key}?expires=1&holder={grant.Holder}&signature={Links.Sign(grant)}";
    }

    private ScriptedHolders Holders => (ScriptedHolders)app.Get<ILinkHolders>();

    private DownloadLinks Links => app.Get<DownloadLinks>();

    private ObjectKey Key => ObjectKey.Parse(video.StoreKey);

    private string Link(bool inline = false) => Links.Create(Key, series: 0, inline);

    private async Task<HttpResponseMessage> SendAsync(RangeHeaderValue range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Link());
        request.Headers.Range = range;
        return await client.SendAsync(request);
    }

    private async Task RefusesAsync(string link, HttpStatusCode status, string code)
    {
        using var response = await client.GetAsync(link);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.EndsWith(".", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
