using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Live.Webm;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Jobs.Tests.Live;

public sealed class LiveEndpointsTests : IAsyncLifetime
{
    private static readonly byte[][] Clusters = [[.. Enumerable.Repeat((byte)1, 100)], [.. Enumerable.Repeat((byte)2, 50)]];

    private readonly TempDirectory data = new();
    private JobsApp app = null!;
    private HttpClient client = null!;

    public async Task InitializeAsync()
    {
        app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        client = app.Client;
        await PutAsync("cluster-0.webm", Clusters[0]);
        await PutAsync("cluster-1.webm", Clusters[1]);
    }

    public async Task DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task A_running_recording_is_the_clusters_that_there_are()
    {
        var index = await PutIndexAsync(count: 1, hasEnded: false);
        var path = await PathAsync();
        Assert.EndsWith("/recording-1.webm", path, StringComparison.Ordinal);

        await PutIndexAsync(count: 2, hasEnded: false);
        Assert.EndsWith("/recording-2.webm", await PathAsync(), StringComparison.Ordinal);

        // Who watches the shorter one goes on watching the same.
        using var response = await client.GetAsync(path);
        Assert.Equal("video/webm", response.Content.Headers.ContentType!.MediaType);
        byte[] expected = [.. index.HeadOf(1), .. Clusters[0]];
        Assert.Equal(expected, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_ended_recording_is_one_file_that_is_served_in_ranges()
    {
        var index = await PutIndexAsync(count: 2, hasEnded: true);
        byte[] whole = [.. index.HeadOf(2), .. Clusters[0], .. Clusters[1]];
        var path = await PathAsync();
        Assert.EndsWith("/recording.webm", path, StringComparison.Ordinal);

        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Range = new RangeHeaderValue(whole.Length - 60, null) } };
        using var response = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(whole.Length, response.Content.Headers.ContentRange!.Length);
        Assert.Equal(whole[^60..], await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("recording-3.webm")]
    [InlineData("recording-0.webm")]
    [InlineData("recording--1.webm")]
    [InlineData("recording-99999999999.webm")]
    [InlineData("recording.webm")]
    public async Task What_is_not_there_is_not_found(string name)
    {
        await PutIndexAsync(count: 2, hasEnded: false);
        var path = await PathAsync();
        using var response = await client.GetAsync($"{path[..path.LastIndexOf('/')]}/{name}");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Another_recording_cannot_be_watched_with_the_link()
    {
        await PutIndexAsync(count: 2, hasEnded: true);
        using var response = await client.GetAsync((await PathAsync()).Replace("/r1/", "/r2/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Without_pictures_in_webm_it_is_the_master_playlist()
    {
        await PutAsync("master.m3u8", "#EXTM3U"u8.ToArray());
        Assert.EndsWith("/master.m3u8", await PathAsync(), StringComparison.Ordinal);
    }

    private async Task<string> PathAsync() => (await app.Get<LiveLinks>().PlayableOfAsync(new Recording { Id = new("r1"), WebinarId = new("w1") }, default))!;

    private async Task<WebmIndex> PutIndexAsync(int count, bool hasEnded)
    {
        var clusters = Clusters.Take(count).Select((content, i) => new WebmCluster(4_000 * i, 4_000, content.Length, BeginsWithKeyFrame: true)).ToList();
        var index = new WebmIndex(Codec.Vp8, 640, 360, hasEnded, clusters);
        await PutAsync(WebmIndex.FileName, JsonSerializer.SerializeToUtf8Bytes(index, WebmIndexJson.Default.WebmIndex));
        return index;
    }

    private async Task PutAsync(string name, byte[] content)
    {
        var path = Path.Combine(data.Path, name);
        await File.WriteAllBytesAsync(path, content);
        var source = new UploadSource(path, "application/octet-stream", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));
        await app.Get<IObjectStore>().PutAsync(ObjectKey.Parse($"recordings/r1/live/{name}"), source, new Progress<long>(), default);
    }
}
