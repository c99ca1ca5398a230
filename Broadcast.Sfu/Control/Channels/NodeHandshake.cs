using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>The node's side of the handshake: the owner proves first that it knows the secret, so that a stranger is shown nothing.</summary>
/// <param name="versions">That the node speaks.</param>
/// <param name="run">This start of the node.</param>
internal sealed class NodeHandshake(string secret, string run, TimeProvider time, IReadOnlyList<int> versions)
{
    /// <summary>Who guesses has to wait for each answer.</summary>
    private static readonly TimeSpan WrongSecretDelay = TimeSpan.FromSeconds(1);

    /// <returns>The owner's epoch, and the welcome that it is to be sent if it may have the node.</returns>
    /// <exception cref="ControlRefusedException">The other end is no owner.</exception>
    public async Task<(long Epoch, Welcome Welcome)> AdmitAsync(FrameSocket socket, CancellationToken cancellationToken)
    {
        var hello = await ReceiveAsync<Hello>(socket, cancellationToken);
        var challenge = new Challenge(ControlVersions.Choose(versions, hello.Versions), HandshakeProof.NewNonce());
        socket.TrySend(challenge);
        var proof = await ReceiveAsync<Proof>(socket, cancellationToken);
        if (!HandshakeProof.AreSame(proof.Value, HandshakeProof.OfOwner(secret, hello, challenge)))
        {
            await Task.Delay(WrongSecretDelay, time, cancellationToken);
            throw new ControlRefusedException(ControlRefusal.WrongSecret, "The secret is not that of this node.");
        }
        return (hello.Epoch, new Welcome(HandshakeProof.OfNode(secret, hello, challenge), run));
    }

    private static async Task<TFrame> ReceiveAsync<TFrame>(FrameSocket socket, CancellationToken cancellationToken) where TFrame : ControlFrame =>
        await socket.ReceiveAsync(cancellationToken) as TFrame
            ?? throw new ControlRefusedException(ControlRefusal.Malformed, $"The handshake expects a {typeof(TFrame).Name.ToLowerInvariant()}.");
}
