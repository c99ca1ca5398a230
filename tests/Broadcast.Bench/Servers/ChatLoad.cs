using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Broadcast.Bench.Servers;

/// <summary>Makes the node's process an all-in-one one: a SignalR hub in which everybody hears a steady chat.</summary>
internal sealed class ChatLoad : IDisposable
{
    public const string Path = "/chat";
    public const string PortSetting = "chatPort";

    /// <summary>Messages per second, each to everyone.</summary>
    public const string RateSetting = "chatRate";

    private const string Sentence = "Could you say again which of the two you would choose if you had to begin today?";

    private readonly CancellationTokenSource stopping = new();

    public ChatLoad(IServiceProvider services, double messagesPerSecond)
    {
        if (messagesPerSecond > 0)
            _ = SendAsync(services.GetRequiredService<IHubContext<Room>>(), TimeSpan.FromSeconds(1 / messagesPerSecond));
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task SendAsync(IHubContext<Room> room, TimeSpan interval)
    {
        using var timer = new PeriodicTimer(interval);
        for (var number = 0; await timer.WaitForNextTickAsync(stopping.Token); number++)
            await room.Clients.All.SendAsync("ChatReceived", new { id = number, displayName = $"Viewer {number % 500}", role = "viewer", text = Sentence }, stopping.Token);
    }

    internal sealed class Room : Hub;
}
