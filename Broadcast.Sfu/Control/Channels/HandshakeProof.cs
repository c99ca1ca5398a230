using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>
/// What shows that an end knows the secret without telling it: HMAC-SHA-256 over all that was said before, with a nonce from either end
/// and the name of the end that signs. A recorded proof is worth nothing to the next handshake, and one end's proof nothing as the other's.
/// </summary>
internal static class HandshakeProof
{
    /// <summary>Characters of 32 bytes as base64url: of a nonce and of a proof.</summary>
    public const int Length = 43;

    private const int NonceBytes = 32;

    public static string NewNonce() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceBytes));

    public static string OfOwner(string secret, Hello hello, Challenge challenge) => Sign(secret, "owner", hello, challenge);

    public static string OfNode(string secret, Hello hello, Challenge challenge) => Sign(secret, "node", hello, challenge);

    public static bool AreSame(string proof, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(expected));

    private static string Sign(string secret, string end, Hello hello, Challenge challenge)
    {
        var said = $"broadcast control {end}\n{string.Join(',', hello.Versions)}\n{hello.Epoch}\n{hello.Nonce}\n{challenge.Version}\n{challenge.Nonce}";
        return Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(said)));
    }
}
