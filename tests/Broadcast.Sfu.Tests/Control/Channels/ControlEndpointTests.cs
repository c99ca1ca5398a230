using System.Net;
using System.Net.WebSockets;
using System.Text;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Tests.Control.Channels;

/// <summary>The port of a real node, and strangers at it.</summary>
public sealed class ControlEndpointTests : IAsyncLifetime
{
    private static readonly CancellationToken Forever = CancellationToken.None;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private ControlNode node = null!;

    public async Task InitializeAsync() => node = await ControlNode.StartAsync();

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public async Task Anybody_may_ask_how_the_node_is()
    {
        using var http = new HttpClient { BaseAddress = new UriBuilder(node.Address) { Scheme = "http", Path = "" }.Uri };
        Assert.Equal("""{"status":"ok"}""", await http.GetStringAsync(new Uri("/healthz", UriKind.Relative)));
        Assert.Equal(HttpStatusCode.UpgradeRequired, (await http.GetAsync(new Uri("/control", UriKind.Relative))).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"hello","versions":[],"epoch":1,"nonce":"0123456789012345678901234567890123456789012"}""")]
    [InlineData("""{"type":"hello","versions":[1],"epoch":1,"nonce":"short"}""")]
    [InlineData("""{"type":"hello","versions":[1],"epoch":1e99,"nonce":"0123456789012345678901234567890123456789012"}""")]
    [InlineData("""{"type":"proof","value":"0123456789012345678901234567890123456789012"}""")]
    [InlineData("""{"type":"request","id":1,"request":{"type":"node.dump"}}""")]
    public async Task A_stranger_s_first_message_that_is_no_greeting_is_the_last(string message)
    {
        using var stranger = await KnockAsync();
        await stranger.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Forever);

        Assert.StartsWith("""{"type":"refused","code":"malformed",""", await ReadAsync(stranger), StringComparison.Ordinal);
        Assert.Equal("", await ReadAsync(stranger));
        await AssertAnsweringAsync();
    }

    [Fact]
    public async Task An_owner_gets_in_among_strangers_who_say_nothing()
    {
        var strangers = new List<ClientWebSocket>();
        for (var i = 0; i < 3 * Admissions.Most; i++)
            strangers.Add(await KnockAsync());

        await AssertAnsweringAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => ReadAsync(strangers[0]));
        strangers.ForEach(stranger => stranger.Dispose());
    }

    [Theory]
    [InlineData(null, "Control:Secret is missing")]
    [InlineData("too short", "Control:Secret is too short")]
    public void Without_a_good_secret_no_node_starts(string? secret, string sentence)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["Control:Secret"] = secret;
        builder.Services.AddControlEndpoint(builder.Configuration);
        using var host = builder.Build();
        var failure = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<ControlOptions>>().Value);
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
    }

    private async Task<ClientWebSocket> KnockAsync()
    {
        var stranger = new ClientWebSocket();
        await stranger.ConnectAsync(node.Address, Forever);
        return stranger;
    }

    private async Task AssertAnsweringAsync()
    {
        await using var owner = await node.ConnectAsync();
        Assert.IsType<NodeChecked>(await owner.RequestAsync(new CheckNode(), Forever));
    }

    /// <returns>Empty for the end.</returns>
    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var message = await socket.ReceiveAsync(buffer, Forever).WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
