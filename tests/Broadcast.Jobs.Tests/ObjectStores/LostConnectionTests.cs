using System.Net.Sockets;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

public sealed class LostConnectionTests
{
    public static TheoryData<Exception> Losses =>
    [
        new HttpRequestException("refused"), new SocketException((int)SocketError.NotConnected), new TaskCanceledException("slow", new TimeoutException()),
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Is_said_in_the_stores_own_words(Exception loss)
    {
        var options = new AzureOptions { Endpoint = new Uri("http://localhost/account"), Account = "account", Key = "d3Jvbmc=", Container = "recordings" };
        using var store = new AzureBlobStore(new HttpClient(new Losing(loss)), options, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.HeadAsync(ObjectKey.Parse("a"), default));

        Assert.StartsWith("The container recordings cannot be reached: ", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Losing(Exception loss) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromException<HttpResponseMessage>(loss);
    }
}
