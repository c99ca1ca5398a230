using System.Net.WebSockets;
using System.Text;
using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Requests;

/// <summary>WebSocket messages that are no hub protocol. Measured: connections that are still there afterwards.</summary>
internal sealed class GarbageMessages : IAttack
{
    private const int HugeLength = 8 << 20;
    private const int DeepLevels = 20_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly (byte[] Message, WebSocketMessageType Type)[] Garbage =
    [
        (Text("{\u001e"), WebSocketMessageType.Text),
        (Text("[]\u001e"), WebSocketMessageType.Text),
        (Text("null\u001e"), WebSocketMessageType.Text),
        (Text("{\"type\":99999999999999999999}\u001e"), WebSocketMessageType.Text),
        (Text("{\"type\":1,\"target\":null,\"arguments\":null}\u001e"), WebSocketMessageType.Text),
        (Text($"{new string('[', DeepLevels)}\u001e"), WebSocketMessageType.Text),
        (new byte[HugeLength], WebSocketMessageType.Binary),
        (Text(new string('x', HugeLength)), WebSocketMessageType.Text),
    ];

    public string Name => "garbage over the WebSocket";
    public string Before => "-";
    public string Limit => "all are cut";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var kept = 0;
        foreach (var withHandshake in (bool[])[true, false])
            foreach (var (message, type) in Garbage)
            {
                using var hub = await RawHub.ConnectAsync(field.Host, field.Stage.AudienceToken, SourceAddress.Hostile);
                if (withHandshake)
                    await hub.ShakeHandsAsync();
                await hub.SendAsync(message, type);
                kept += await hub.IsEndedAsync(Patience) ? 0 : 1;
            }
        return new AttackOutcome(kept, $"{kept} of {2 * Garbage.Length} kept", kept == 0);
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
