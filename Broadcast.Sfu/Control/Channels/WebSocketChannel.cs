using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// The channel to a media node in another process. It lasts as long as its connection: when that ends, requests fail, the notifications
/// end and <see cref="Closed"/> says why; to connect again, with the same epoch or a newer one, is the owner's to do.
/// </summary>
public sealed class WebSocketChannel : IControlChannel, IAsyncDisposable
{
    /// <summary>Notifications that may wait for their reader, before the channel gives up.</summary>
    private const int MostNotifications = 100_000;

    private readonly FrameSocket socket;
    private readonly WebSocketChannelOptions options;
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> asked = new();
    private readonly Channel<WorkerNotification> notifications = Channel.CreateBounded<WorkerNotification>(MostNotifications);
    private readonly TaskCompletionSource<ControlRefusedException?> closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task receiving;
    private volatile ControlRefusedException? lastWord;
    private long lastId;

    private WebSocketChannel(FrameSocket socket, WebSocketChannelOptions options, string run)
    {
        (this.socket, this.options, Run) = (socket, options, run);
        receiving = Task.Run(ReceiveAllAsync);
    }

    /// <summary>Another one after every start of the node: what was on it before is gone.</summary>
    public string Run { get; }

    /// <summary>Completes when the connection has ended: with what the node said, or null if it said nothing.</summary>
    public Task<ControlRefusedException?> Closed => closed.Task;

    /// <summary>Connects to a node and takes it over.</summary>
    /// <exception cref="ControlRefusedException">The node refuses, or does not know the secret.</exception>
    /// <exception cref="WebSocketException">Nothing answers at the address.</exception>
    /// <exception cref="TimeoutException">The node did not answer in time.</exception>
    public static async Task<WebSocketChannel> ConnectAsync(WebSocketChannelOptions options, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience);
        try
        {
            return await ConnectPatientlyAsync(options, patience.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The media node at {options.Address} did not answer within {options.Patience.TotalSeconds:0} s.", late);
        }
    }

    /// <exception cref="IOException">The connection has ended, before or meanwhile; the request may have been carried out.</exception>
    /// <exception cref="TimeoutException">The node did not answer in time; the request may be carried out later.</exception>
    public async Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[id] = answer;
        try
        {
            if (closed.Task.IsCompleted)
                throw Lost();
            if (!socket.TrySend(new RequestFrame(id, JsonSerializer.SerializeToElement(request, ControlJson.Default.WorkerRequest), RequestTraces.Current)))
                throw new IOException("More requests wait for the media node than are kept.");
            var response = await answer.Task.WaitAsync(options.Patience, cancellationToken);
            return response.Deserialize(ControlJson.Default.ControlResponse)!;
        }
        catch (Exception failure) when (failure is JsonException or NotSupportedException)
        {
            throw new IOException("The media node's answer cannot be read.", failure);
        }
        finally
        {
            asked.TryRemove(id, out _);
        }
    }

    public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) => notifications.Reader.ReadAllAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await socket.CloseAsync();
        await socket.DisposeAsync();
        await receiving;
    }

    private static async Task<WebSocketChannel> ConnectPatientlyAsync(WebSocketChannelOptions options, CancellationToken cancellationToken)
    {
        var client = new ClientWebSocket();
        client.Options.KeepAliveInterval = KeepAlive.Interval;
        client.Options.KeepAliveTimeout = KeepAlive.Timeout;
        FrameSocket? socket = null;
        try
        {
            await client.ConnectAsync(options.Address, cancellationToken);
            socket = new FrameSocket(client, FrameLimits.OfOwner);
            var welcome = await OwnerHandshake.EnterAsync(socket, options.Secret, options.Epoch, cancellationToken);
            return new WebSocketChannel(socket, options, welcome.Run);
        }
        catch
        {
            if (socket is not null)
                await socket.DisposeAsync();
            client.Dispose();
            throw;
        }
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            while (lastWord is null && await socket.ReceiveAsync(CancellationToken.None) is { } frame)
                lastWord = Take(frame);
        }
        catch (ControlRefusedException malformed)
        {
            lastWord = malformed;
        }
        closed.SetResult(lastWord);
        socket.Abort();
        notifications.Writer.TryComplete();
        foreach (var waiting in asked.Values)
            waiting.TrySetException(Lost());
    }

    /// <returns>Why the channel ends with it; null if it goes on.</returns>
    private ControlRefusedException? Take(ControlFrame frame)
    {
        switch (frame)
        {
            case ResponseFrame response:
                // One that came too late is nobody's any more.
                if (asked.TryGetValue(response.Id, out var waiting))
                    waiting.TrySetResult(response.Response);
                return null;
            case NotificationFrame notification:
                return Read(notification.Notification) is not { } known || notifications.Writer.TryWrite(known)
                    ? null
                    : new ControlRefusedException(ControlRefusal.TooSlow, "The node's notifications are not read.");
            case Refused refused:
                return new ControlRefusedException(refused.Code, refused.Sentence);
            default:
                return new ControlRefusedException(ControlRefusal.Malformed, "A node sends nothing but responses and notifications.");
        }
    }

    /// <returns>Null for one that a newer node knows and we do not.</returns>
    private static WorkerNotification? Read(JsonElement notification)
    {
        try
        {
            return notification.Deserialize(ControlJson.Default.WorkerNotification);
        }
        catch (Exception unknown) when (unknown is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private IOException Lost() => new($"The connection to the media node has ended. {lastWord?.Message}".TrimEnd(), lastWord);
}
