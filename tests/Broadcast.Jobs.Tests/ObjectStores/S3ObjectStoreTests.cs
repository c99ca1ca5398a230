using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

[Trait("Category", "Servers")]
public sealed class S3ObjectStoreTests(S3ObjectStoreTests.Radosgw server) : ObjectStoreContract, IClassFixture<S3ObjectStoreTests.Radosgw>
{
    protected override IObjectStore Store => server.Store;

    [Fact]
    public async Task Goes_on_with_an_upload_that_was_cut_off()
    {
        var (content, source) = await FileOfAsync(LargeBytes);
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Key("a"), source, new Acting(_ => kill.Cancel()), kill.Token));

        var sent = 0;
        void Count(object sender, RequestEventArgs request) =>
            sent += ((WebServiceRequestEventArgs)request).Request is Amazon.S3.Model.UploadPartRequest ? 1 : 0;
        server.Client.BeforeRequestEvent += Count;
        await Store.PutAsync(Key("a"), source, Ignored, default);
        server.Client.BeforeRequestEvent -= Count;

        Assert.Equal(2, sent);
        Assert.Equal(content, await ReadAsync(Key("a")));
    }

    [Fact]
    public async Task Deleting_also_forgets_uploads_that_were_cut_off()
    {
        var (_, source) = await FileOfAsync(LargeBytes);
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Key("a"), source, new Acting(_ => kill.Cancel()), kill.Token));

        await Store.DeleteAllAsync(Key("a").Value, default);

        Assert.Empty((await server.Client.ListMultipartUploadsAsync(Radosgw.Bucket)).MultipartUploads?.Where(u => u.Key == Key("a").Value) ?? []);
    }

    [Fact]
    public async Task Serves_by_presigned_link_under_a_name_and_refuses_an_altered_one()
    {
        var (content, source) = await FileOfAsync(100);
        await Store.PutAsync(Key("a"), source, Ignored, default);
        var link = Store.CreatePresignedUrl(Key("a"), "Grüße.mp4", TimeSpan.FromMinutes(1))!;
        using var client = new HttpClient();

        using var response = await client.GetAsync(link);
        using var refused = await client.GetAsync(new Uri(link.AbsoluteUri.Replace("/a?", "/b?", StringComparison.Ordinal)));

        Assert.Equal(content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("Grüße.mp4", response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Says_in_words_when_the_key_is_wrong()
    {
        using var store = S3ObjectStore.Open(server.Options("wrong"));

        var refused = await Assert.ThrowsAsync<ObjectStoreException>(() => store.HeadAsync(Key("a"), default));
        Assert.StartsWith("The bucket recordings refused: ", refused.Message, StringComparison.Ordinal);
    }

    public sealed class Radosgw() : ServerScript("radosgw")
    {
        public const string Bucket = "recordings";

        public AmazonS3Client Client { get; private set; } = null!;
        internal S3ObjectStore Store { get; private set; } = null!;

        internal S3Options Options(string? secret = null) => new()
        {
            Endpoint = new Uri(Printed[0]),
            AccessKey = Printed[1],
            SecretKey = secret ?? Printed[2],
            Bucket = Bucket,
            PartBytes = 5 << 20,
        };

        protected override async Task PrepareAsync()
        {
            Client = S3ObjectStore.ClientFor(Options());
            Store = new S3ObjectStore(Client, Options());
            await Client.PutBucketAsync(Bucket);
        }
    }
}
