using System.Collections.Concurrent;
using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling.Checks;

/// <summary>The checks that go on in this process, by connection.</summary>
internal sealed partial class Checks(IGrainFactory grains, IceServers iceServers, IOptions<LimitsOptions> limits, ILogger<Checks> logger)
{
    private readonly ConcurrentDictionary<string, Check?> running = new();
    private int count;

    /// <exception cref="StageException">Too many go on, this connection has one, or no media node answers.</exception>
    public async Task<Check> OpenAsync(string connection)
    {
        if (!running.TryAdd(connection, null))
            throw new StageException(StageErrorCode.Conflict, "This check has begun already.");
        if (Interlocked.Increment(ref count) > limits.Value.Checks)
        {
            Remove(connection);
            throw new StageException(StageErrorCode.RateLimited, "Many people try their connection just now. Try again in a minute.");
        }
        try
        {
            var check = await PlaceAsync();
            if (running.TryUpdate(connection, check, null))
                return check;
            // They left meanwhile.
            await TryCloseAsync(check);
            throw new StageException(StageErrorCode.NotJoined, "The connection has ended.");
        }
        catch
        {
            Remove(connection);
            throw;
        }
    }

    public Check Find(string connection) =>
        running.GetValueOrDefault(connection) ?? throw new StageException(StageErrorCode.NotJoined, "Begin the check first.");

    public Task CloseAsync(string connection) => Remove(connection) is { } check ? TryCloseAsync(check) : Task.CompletedTask;

    private Check? Remove(string connection)
    {
        if (!running.TryRemove(connection, out var check))
            return null;
        Interlocked.Decrement(ref count);
        return check;
    }

    private async Task<Check> PlaceAsync()
    {
        var node = new StageNode(grains) { Id = await grains.GetGrain<INodeDirectoryGrain>(0).PlaceAsync() };
        // Without a dot it is nobody's, and nobody is told what happens on it.
        var router = new RouterId($"check-{NewId.Create()}");
        var created = await node.AskAsync<RouterCreated>(new CreateRouter(router));
        return new Check(node, router, created.RtpCapabilities, iceServers);
    }

    private async Task TryCloseAsync(Check check)
    {
        try
        {
            await check.CloseAsync();
        }
        catch (StageException failure)
        {
            LogNotClosed(logger, failure);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The router of a connection check could not be closed")]
    private static partial void LogNotClosed(ILogger logger, Exception failure);
}
