using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>The owner's side of the handshake. A node that does not know the secret is found out before anything is asked of it.</summary>
internal static class OwnerHandshake
{
    /// <exception cref="ControlRefusedException">The node refuses, or is not the one that it should be.</exception>
    public static async Task<Welcome> EnterAsync(FrameSocket socket, string secret, long epoch, CancellationToken cancellationToken)
    {
        var hello = new Hello(ControlVersions.Spoken, epoch, HandshakeProof.NewNonce());
        socket.TrySend(hello);
        var challenge = await ReceiveAsync<Challenge>(socket, cancellationToken);
        ControlVersions.Choose([challenge.Version], hello.Versions);
        socket.TrySend(new Proof(HandshakeProof.OfOwner(secret, hello, challenge)));
        var welcome = await ReceiveAsync<Welcome>(socket, cancellationToken);
        return HandshakeProof.AreSame(welcome.Value, HandshakeProof.OfNode(secret, hello, challenge))
            ? welcome
            : throw new ControlRefusedException(ControlRefusal.WrongSecret, "What answers does not know the node's secret.");
    }

    private static async Task<TFrame> ReceiveAsync<TFrame>(FrameSocket socket, CancellationToken cancellationToken) where TFrame : ControlFrame =>
        await socket.ReceiveAsync(cancellationToken) switch
        {
            TFrame frame => frame,
            Refused refused => throw new ControlRefusedException(refused.Code, refused.Sentence) { NewestEpoch = refused.NewestEpoch },
            null => throw new ControlRefusedException(ControlRefusal.Malformed, "The node closed the connection during the handshake."),
            _ => throw new ControlRefusedException(ControlRefusal.Malformed, "What answers is no media node."),
        };
}
