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
    private readonly ConcurrentDictionary<string, Going> going = new();
    private readonly Places<ClientAddress> ofAddresses = new(limits.Value.ChecksPerAddress);
    private int count;

    /// <exception cref="StageException">Too many go on, this connection has one, or no media node answers.</exception>
    public async Task<Check> OpenAsync(string connection, ClientAddress address)
    {
        var begun = new Going(address, Check: null);
        if (going.ContainsKey(connection))
            throw Begun();
        Enter(address);
        if (!going.TryAdd(connection, begun))
        {
            Leave(address);
            throw Begun();
        }
        try
        {
            var check = await PlaceAsync();
            if (going.TryUpdate(connection, begun with { Check = check }, begun))
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
        going.GetValueOrDefault(connection)?.Check ?? throw new StageException(StageErrorCode.NotJoined, "Begin the check first.");

    public Task CloseAsync(string connection) => Remove(connection) is { } check ? TryCloseAsync(check) : Task.CompletedTask;

    private static StageException Begun() => new(StageErrorCode.Conflict, "This check has begun already.");

    private void Enter(ClientAddress address)
    {
        if (!ofAddresses.TryEnter(address))
            throw new StageException(StageErrorCode.RateLimited, "Many people in your network try their connection just now. Try again in a minute.");
        if (Interlocked.Increment(ref count) <= limits.Value.Checks)
            return;
        Leave(address);
        throw new StageException(StageErrorCode.RateLimited, "Many people try their connection just now. Try again in a minute.");
    }

    private void Leave(ClientAddress address)
    {
        Interlocked.Decrement(ref count);
        ofAddresses.Leave(address);
    }

    private Check? Remove(string connection)
    {
        if (!going.TryRemove(connection, out var ended))
            return null;
        Leave(ended.Address);
        return ended.Check;
    }

    private async Task<Check> PlaceAsync()
    {
        var node = new StageNode(grains, await grains.GetGrain<INodeDirectoryGrain>(0).PlaceAsync());
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

    /// <param name="Check">Null until the media node has answered.</param>
    private sealed record Going(ClientAddress Address, Check? Check);
}
