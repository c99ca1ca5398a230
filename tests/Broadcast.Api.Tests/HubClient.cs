using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Broadcast.Api.Tests;

/// <summary>A SignalR client of the JSON protocol over a WebSocket: just what the stage hub needs.</summary>
public sealed class HubClient : IAsyncDisposable
{
    const byte RecordSeparator = 0x1E;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly ClientWebSocket socket = new();
    readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new();
    readonly Lock gate = new();
    readonly List<(string Target, JsonElement Argument)> events = [];
    TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Task reading = Task.CompletedTask;
    int nextCall;

    /// <param name="through">How to get there; null for a plain connection.</param>
    /// <param name="cookie">As a browser sends it; null for none.</param>
    public static async Task<HubClient> ConnectAsync(Uri host, string token, HttpMessageInvoker? through = null, string? cookie = null)
    {
        var client = new HubClient();
        if (cookie is not null)
            client.socket.Options.SetRequestHeader("Cookie", cookie);
        var address = new UriBuilder(host) { Scheme = host.Scheme == Uri.UriSchemeHttps ? "wss" : "ws", Path = "/hub/stage", Query = $"access_token={token}" };
        await client.socket.ConnectAsync(address.Uri, through, CancellationToken.None);
        await client.SendAsync(new { protocol = "json", version = 1 });
        client.reading = client.ReadAllAsync();
        return client;
    }

    /// <summary>Completes when the connection is gone.</summary>
    public Task Closed => reading;

    /// <exception cref="HubCallException">The call was refused.</exception>
    public Task<JsonElement> InvokeAsync(string target, object? argument) => InvokeWithAsync(target, argument);

    /// <exception cref="HubCallException">The call was refused.</exception>
    public async Task<JsonElement> InvokeWithAsync(string target, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref nextCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new { type = 1, invocationId = id, target, arguments });
        return await answer.Task.WaitAsync(Patience);
    }

    /// <summary>Asserts that the call is refused with this code.</summary>
    /// <param name="field">And for this field; null where none is named, empty for the whole argument.</param>
    public async Task AssertRefusedAsync(string code, string target, object? argument, string? field = null)
    {
        var refusal = await Assert.ThrowsAsync<HubCallException>(() => InvokeAsync(target, argument));
        Assert.Contains($"HubException: {code}: {(string.IsNullOrEmpty(field) ? "" : $"{field}: ")}", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Waits for the next event of a kind, skipping others.</summary>
    public async Task<JsonElement> EventAsync(string target, Func<JsonElement, bool>? where = null)
    {
        while (true)
        {
            Task more;
            lock (gate)
            {
                var found = events.FindIndex(e => e.Target == target && (where is null || where(e.Argument)));
                if (found >= 0)
                {
                    var argument = events[found].Argument;
                    events.RemoveAt(found);
                    return argument;
                }
                more = arrival.Task;
            }
            await more.WaitAsync(Patience);
        }
    }

    public int Count(string target)
    {
        lock (gate)
            return events.Count(e => e.Target == target);
    }

    /// <summary>Waits until the server has closed the connection.</summary>
    public Task ClosedAsync() => reading.WaitAsync(Patience);

    /// <summary>Drops the connection as a network would: without a goodbye.</summary>
    public async Task AbortAsync()
    {
        socket.Abort();
        await reading;
    }

    public async ValueTask DisposeAsync()
    {
        await AbortAsync();
        socket.Dispose();
    }

    Task SendAsync(object message)
    {
        byte[] record = [.. JsonSerializer.SerializeToUtf8Bytes(message, Json), RecordSeparator];
        return socket.SendAsync(record, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    async Task ReadAllAsync()
    {
        var pending = new List<byte>();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { Count: > 0 } part)
            {
                foreach (var b in buffer.AsSpan(0, part.Count))
                {
                    if (b != RecordSeparator)
                        pending.Add(b);
                    else
                        TakeRecord(pending);
                }
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Aborted, here or there.
        }
        foreach (var call in calls.Values)
            call.TrySetException(new HubCallException("The connection closed."));
    }

    void TakeRecord(List<byte> pending)
    {
        var record = JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString([.. pending]));
        pending.Clear();
        if (!record.TryGetProperty("type", out var type))
            return;
        if (type.GetInt32() == 1)
            TakeEvent(record);
        else if (type.GetInt32() == 3)
            TakeAnswer(record);
    }

    void TakeEvent(JsonElement record)
    {
        lock (gate)
        {
            events.Add((record.GetProperty("target").GetString()!, record.GetProperty("arguments")[0]));
            arrival.TrySetResult();
            arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    void TakeAnswer(JsonElement record)
    {
        calls.TryRemove(record.GetProperty("invocationId").GetString()!, out var call);
        if (record.TryGetProperty("error", out var error))
            call!.TrySetException(new HubCallException(error.GetString()!));
        else
            call!.TrySetResult(record.TryGetProperty("result", out var result) ? result : default);
    }
}
