using System.Net.WebSockets;
using System.Text;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Control.Channels;

/// <summary>An owner's connection at the node, over a connection in memory.</summary>
public sealed class OwnerConnectionTests : IAsyncDisposable
{
    private static readonly CancellationToken Forever = CancellationToken.None;
    private static readonly TransportClosed Something = new(new("router"), new("transport"), "consent lost");

    private readonly SocketPair pair = new();
    private readonly FrameSocket node;
    private readonly List<ControlRefusal> ended = [];
    private readonly OwnerConnection connection;

    public OwnerConnectionTests()
    {
        node = new FrameSocket(pair.Node, FrameLimits.OfNode with { WaitingBytes = 1 << 20 });
        connection = new OwnerConnection(node, new Echo(), epoch: 1, (why, _) => ended.Add(why));
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        pair.Dispose();
    }

    [Fact]
    public void An_owner_that_does_not_read_is_cut_off_and_holds_up_nobody()
    {
        for (var told = 0; told < 100_000 && ended.Count == 0; told++)
            connection.Tell(Something);

        connection.Tell(Something);
        Assert.Equal([ControlRefusal.TooSlow], ended);
        Assert.Equal(WebSocketState.Aborted, pair.Node.State);
    }

    [Theory]
    [InlineData("""{"type":"request","id":7,"request":{"type":"router.levitate"}}""", "unsupported", "This node knows no such request.")]
    [InlineData("""{"type":"request","id":7,"request":{"router":"r"}}""", "unsupported", "This node knows no such request.")]
    [InlineData("""{"type":"request","id":7,"request":[]}""", "unsupported", "This node knows no such request.")]
    [InlineData("""{"type":"request","id":7,"request":{"type":"router.close"}}""", "invalidArgument", "router: This is missing.")]
    [InlineData("""{"type":"request","id":7,"request":{"type":"router.close","router":"../x"}}""", "invalidArgument", "router: An id is 1 to 64 of A-Z a-z 0-9 _ - . and begins with no dot.")]
    public async Task A_request_that_is_none_is_answered_by_an_error(string request, string code, string sentence)
    {
        _ = connection.ServeAsync(Forever);
        Assert.Equal($$$"""{"type":"response","id":7,"response":{"type":"error","code":"{{{code}}}","message":"{{{sentence}}}"}}""", await AskAsync(request));
    }

    [Fact]
    public async Task Fields_that_are_not_known_are_passed_over()
    {
        _ = connection.ServeAsync(Forever);
        Assert.Equal(
            """{"type":"response","id":7,"response":{"type":"accepted"}}""",
            await AskAsync("""{"colour":1,"id":7,"request":{"type":"router.close","router":"r","colour":{"r":1}},"type":"request"}"""));
    }

    [Fact]
    public async Task A_node_that_throws_answers_all_the_same()
    {
        _ = connection.ServeAsync(Forever);
        Assert.Equal(
            """{"type":"response","id":7,"response":{"type":"error","code":"internal","message":"It throws."}}""",
            await AskAsync("""{"type":"request","id":7,"request":{"type":"node.check"}}"""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"request"}""")]
    [InlineData("""{"type":"request","id":"seven","request":{}}""")]
    [InlineData("""{"type":"request","id":7,"request":{"type":"node.check"}""")]
    [InlineData("""{"type":"request","id":7,"id":8,"request":{"type":"node.check"}}""")]
    [InlineData("""{"type":"hello","versions":[1],"epoch":9,"nonce":"0123456789012345678901234567890123456789012"}""")]
    [InlineData("""{"type":"response","id":7,"response":{}}""")]
    public async Task A_message_that_is_no_request_ends_it(string message)
    {
        var serving = connection.ServeAsync(Forever);
        await SendAsync(message);
        Assert.Equal(ControlRefusal.Malformed, (await Assert.ThrowsAsync<ControlRefusedException>(() => serving)).Code);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public async Task A_message_that_is_nested_too_deeply_ends_it(int depth)
    {
        var serving = connection.ServeAsync(Forever);
        await SendAsync($$"""{"type":"request","id":7,"request":{{new string('[', depth)}}{{new string(']', depth)}}}""");
        await Assert.ThrowsAsync<ControlRefusedException>(() => serving);
    }

    [Fact]
    public async Task A_message_without_end_ends_it_long_before()
    {
        var serving = connection.ServeAsync(Forever);
        var part = new byte[64 << 10];
        Array.Fill(part, (byte)' ');
        try
        {
            for (var sent = 0; sent < 1_000 && !serving.IsCompleted; sent++)
                await pair.Owner.SendAsync(part, WebSocketMessageType.Text, endOfMessage: false, Forever).WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (TimeoutException)
        {
            // It is not read any more.
        }
        var refusal = await Assert.ThrowsAsync<ControlRefusedException>(() => serving);
        Assert.Equal("A message has at most 262144 bytes.", refusal.Message);
    }

    [Fact]
    public async Task A_message_of_bytes_ends_it()
    {
        var serving = connection.ServeAsync(Forever);
        await pair.Owner.SendAsync(new byte[10], WebSocketMessageType.Binary, endOfMessage: true, Forever);
        await Assert.ThrowsAsync<ControlRefusedException>(() => serving);
    }

    [Fact]
    public async Task It_ends_quietly_when_the_owner_goes_without_a_word()
    {
        var serving = connection.ServeAsync(Forever);
        pair.Owner.Abort();
        await serving;
        connection.Tell(Something);
        Assert.Empty(ended);
    }

    private async Task<string> AskAsync(string request)
    {
        await SendAsync(request);
        var buffer = new byte[4096];
        var answer = await pair.Owner.ReceiveAsync(buffer, Forever);
        return Encoding.UTF8.GetString(buffer, 0, answer.Count);
    }

    private Task SendAsync(string message) => pair.Owner.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Forever);

    /// <summary>Accepts everything but a check, at which it throws.</summary>
    private sealed class Echo : IControlChannel
    {
        public Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken) =>
            request is CheckNode ? throw new InvalidOperationException("It throws.") : Task.FromResult<ControlResponse>(Accepted.Instance);

        public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<WorkerNotification>();
    }
}
