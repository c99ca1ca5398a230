using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Validation;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// A WebSocket that carries frames. Sending never waits: what the other end does not read is kept, up to a limit. One reader; senders
/// on any thread.
/// </summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    /// <summary>What a message costs beside its bytes.</summary>
    private const int MessageOverhead = 64;

    private readonly WebSocket socket;
    private readonly FrameLimits limits;
    private readonly Channel<byte[]> outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ArrayBufferWriter<byte> incoming = new();
    private readonly TaskCompletionSource gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task sending;
    private long waitingBytes;

    /// <param name="socket">Owned from here on.</param>
    public FrameSocket(WebSocket socket, FrameLimits limits)
    {
        this.socket = socket;
        this.limits = limits;
        sending = Task.Run(SendAllAsync);
    }

    /// <summary>What is sent when the connection has ended is lost, like what was under way.</summary>
    /// <returns>False if too much waits already: the other end does not read.</returns>
    public bool TrySend(ControlFrame frame)
    {
        var message = JsonSerializer.SerializeToUtf8Bytes(frame, ControlFrameJson.Default.ControlFrame);
        if (Interlocked.Add(ref waitingBytes, message.Length + MessageOverhead) > limits.WaitingBytes)
            return false;
        outgoing.Writer.TryWrite(message);
        return true;
    }

    /// <returns>The next frame; null when the other end has closed the connection, or it is lost.</returns>
    /// <exception cref="ControlRefusedException">It is none.</exception>
    public async Task<ControlFrame?> ReceiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await ReceiveMessageAsync(cancellationToken))
                return Read(incoming.WrittenMemory.Span);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
        gone.TrySetResult();
        return null;
    }

    /// <summary>
    /// Sends what waits and a last frame, closes, and waits until the other end has closed too, for a second at most: a connection that
    /// is cut takes along what was not read. Whoever receives goes on receiving meanwhile.
    /// </summary>
    public async Task CloseAsync(ControlFrame? last = null)
    {
        if (last is not null)
            TrySend(last);
        outgoing.Writer.TryComplete();
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            await sending.WaitAsync(patience.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            await gone.Task.WaitAsync(patience.Token);
        }
        catch (Exception lost) when (IsLoss(lost))
        {
        }
        socket.Abort();
    }

    /// <summary><see cref="CloseAsync"/> where nobody receives any more.</summary>
    public async Task DismissAsync(ControlFrame last)
    {
        var draining = DrainAsync();
        await CloseAsync(last);
        await draining;
    }

    /// <summary>Ends the connection at once; a receive that waits ends with it.</summary>
    public void Abort()
    {
        outgoing.Writer.TryComplete();
        socket.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        Abort();
        await sending;
        socket.Dispose();
    }

    /// <summary>What a socket throws when it was aborted, here or there.</summary>
    private static bool IsLoss(Exception failure) => failure is WebSocketException or ObjectDisposedException or OperationCanceledException;

    private static ControlFrame Read(ReadOnlySpan<byte> message)
    {
        try
        {
            var frame = JsonSerializer.Deserialize(message, ControlFrameJson.Default.ControlFrame);
            return DeclaredRules.Check(frame) is { } invalid ? throw new ControlRefusedException(ControlRefusal.Malformed, invalid.ToString()) : frame!;
        }
        catch (JsonException failure)
        {
            throw new ControlRefusedException(ControlRefusal.Malformed, StrictJson.Explain(failure).ToString(), failure);
        }
        catch (NotSupportedException failure)
        {
            throw new ControlRefusedException(ControlRefusal.Malformed, "A message has a type.", failure);
        }
    }

    private async Task DrainAsync()
    {
        try
        {
            while (await ReceiveMessageAsync(CancellationToken.None))
                continue;
        }
        catch (Exception over) when (IsLoss(over) || over is ControlRefusedException)
        {
        }
        gone.TrySetResult();
    }

    private async Task<bool> ReceiveMessageAsync(CancellationToken cancellationToken)
    {
        incoming.ResetWrittenCount();
        while (true)
        {
            var part = await socket.ReceiveAsync(incoming.GetMemory(4096), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
                return false;
            if (part.MessageType != WebSocketMessageType.Text)
                throw new ControlRefusedException(ControlRefusal.Malformed, "A message must be text.");
            incoming.Advance(part.Count);
            if (incoming.WrittenCount > limits.MessageBytes)
                throw new ControlRefusedException(ControlRefusal.Malformed, $"A message has at most {limits.MessageBytes} bytes.");
            if (part.EndOfMessage)
                return true;
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync())
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
                Interlocked.Add(ref waitingBytes, -(message.Length + MessageOverhead));
            }
        }
        catch (Exception lost) when (IsLoss(lost))
        {
            // Whoever receives learns of it.
            outgoing.Writer.TryComplete();
            socket.Abort();
        }
    }
}
