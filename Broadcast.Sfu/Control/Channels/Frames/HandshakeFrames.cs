using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Control.Channels.Frames;

/// <summary>First from the owner.</summary>
/// <param name="Versions">Of the contract, that it speaks.</param>
/// <param name="Epoch">Grows with every owner that a node has; an older one than the node has seen is refused.</param>
/// <param name="Nonce">32 random bytes, used once, as base64url.</param>
internal sealed record Hello(
    [property: Length(1, 16)] IReadOnlyList<int> Versions,
    long Epoch,
    [property: Length(HandshakeProof.Length, HandshakeProof.Length)] string Nonce) : ControlFrame;

/// <summary>The node's answer: which version is spoken, and what the owner is to sign.</summary>
internal sealed record Challenge(int Version, [property: Length(HandshakeProof.Length, HandshakeProof.Length)] string Nonce) : ControlFrame;

/// <summary>The owner knows the secret (<see cref="HandshakeProof"/>).</summary>
internal sealed record Proof([property: Length(HandshakeProof.Length, HandshakeProof.Length)] string Value) : ControlFrame;

/// <summary>The node knows it too, and the owner has the node from here on.</summary>
/// <param name="Run">Another one after every start of the node: what an owner had on it before is gone.</param>
internal sealed record Welcome([property: Length(HandshakeProof.Length, HandshakeProof.Length)] string Value, string Run) : ControlFrame;

/// <summary>Last from the node: the connection ends, and this is why. One that is cut for its slowness is not told.</summary>
/// <param name="Sentence">For a log.</param>
/// <param name="NewestEpoch">That the node has had, if the owner's was older.</param>
internal sealed record Refused(ControlRefusal Code, string Sentence, long? NewestEpoch = null) : ControlFrame;
