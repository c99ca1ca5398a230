using System.Text.Json;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Webinar;

/// <summary>A chat message every 2.1 s: as many as one person may send.</summary>
internal sealed class ChatPulse(StageClient writes, StageClient reads) : Pulse(writes, reads, "ChatReceived", TimeSpan.FromSeconds(2.1))
{
    protected override Task ActAsync(int number) => Acts.CallAsync("SendChat", new { text = TextOf(number) });

    protected override bool IsAnswer(int number, JsonElement happened) => happened.GetProperty("text").GetString() == TextOf(number);

    private string TextOf(int number) => $"{GetHashCode()} says {number}";
}
