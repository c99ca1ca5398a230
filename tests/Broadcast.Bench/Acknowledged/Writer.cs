using System.Text.Json;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Cluster.Machines;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Bench.Acknowledged;

/// <summary>Somebody who writes as often as one may, notes what was acknowledged and what came by, and goes on by another server when one is lost.</summary>
internal sealed class Writer(ClusterMachines machines, string token, int number)
{
    /// <summary>Somewhat slower than the limit of a person.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2.1);

    /// <summary>Servers forget nobody for so long after a store is back.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(300);

    private readonly string seat = $"a-secret-of-writer-{number:D6}-{Guid.NewGuid():N}";
    private readonly List<string> acknowledged = [];
    private readonly List<List<string>> heard = [];
    private int home;
    private int written;

    /// <summary>Texts whose sending was answered, in the order of sending.</summary>
    public IReadOnlyList<string> Acknowledged => acknowledged;

    /// <summary>Of each connection the texts that came by, in this order.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Heard => heard;

    /// <summary>Writes until it is told to stop.</summary>
    public async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await using var hub = await JoinAsync();
                while (!stop.IsCancellationRequested)
                {
                    await SendAsync(hub);
                    await Task.Delay(Between, CancellationToken.None);
                }
            }
            catch (Exception failure) when (StageClient.IsPassing(failure))
            {
                home++;
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        }
    }

    /// <summary>The chat as somebody sees it who comes by one of the servers now.</summary>
    /// <exception cref="Exception">Nobody is let in for so long that nobody will be; the last refusal.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(ClusterMachines machines, string token, int server)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await using var hub = await StageClient.ConnectAsync(machines.Servers[server].Address, token, SourceAddress.Innocent);
                await hub.JoinAsync("Reader");
                return [.. hub.Joined.GetProperty("chat").EnumerateArray().Select(TextOf)];
            }
            catch (Exception failure) when (StageClient.IsPassing(failure) && !patience.IsCancellationRequested)
            {
                await Task.Delay(RetryDelay, CancellationToken.None);
            }
        }
    }

    private async Task<StageClient> JoinAsync()
    {
        var hub = await StageClient.ConnectAsync(machines.Servers[(number + home) % machines.Servers.Length].Address, token, SourceAddress.Innocent);
        var coming = new List<string>();
        heard.Add(coming);
        hub.On("ChatReceived", message =>
        {
            lock (coming)
                coming.Add(TextOf(message));
        });
        await hub.CallAsync("Join", new { displayName = $"Writer {number}", seat });
        return hub;
    }

    /// <remarks>What is not answered may have been carried out all the same, and is not sent again: each text is one attempt.</remarks>
    private async Task SendAsync(StageClient hub)
    {
        var text = $"{number} writes {written++}";
        try
        {
            await hub.CallAsync("SendChat", new { text });
            acknowledged.Add(text);
        }
        catch (HubException refusal) when (StageClient.CodeOf(refusal) != "unknown")
        {
            // Refused in words, as it may be while a store is away: nothing was promised.
        }
    }

    private static string TextOf(JsonElement message) => message.GetProperty("text").GetString()!;
}
