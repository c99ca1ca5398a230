using Broadcast.Bench.Attack.Clients;

namespace Broadcast.Bench.Attack.Amplifying;

/// <summary>Viewers who say hello in DTLS and then nothing more. Measured: how often the answer to it is sent to each.</summary>
internal sealed class HalfOpenHandshakes : IAttack
{
    private const int Viewers = 20;

    /// <summary>Once, and five times again.</summary>
    private const int Answers = 6;

    public string Name => "handshakes left half-way";
    public string Before => "-";
    public string Limit => $"{Answers} answers";

    public async Task<AttackOutcome> RunAsync(Battlefield field)
    {
        var peers = await Every.MakeAsync(Viewers, async _ =>
        {
            var client = await field.JoinAsync();
            var media = new MediaPeer(SourceAddress.Hostile) { AbandonsHandshake = true };
            await media.OpenAsync(client.WatchAsync);
            return new HostileViewer(client, media);
        });
        await Task.Delay(field.Span(40));
        var answers = peers.Max(peer => peer.Media.HandshakeAnswers);
        var bytes = peers.Max(peer => peer.Media.HandshakeBytesReceived);
        await Task.WhenAll(peers.Select(peer => peer.DisposeAsync().AsTask()));
        return new AttackOutcome(answers, $"{answers} answers, {bytes:N0} bytes", answers is > 0 and <= Answers);
    }
}
