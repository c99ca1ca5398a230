using System.ComponentModel.DataAnnotations;

namespace Broadcast.Sfu.Control.Parameters;

/// <summary>
/// Where one end of a pipe between nodes is reached and how what is sent to it is protected: chosen by whoever receives, and good for one
/// sender, who connects to it once.
/// </summary>
/// <param name="Ip">Of the node.</param>
/// <param name="Port">UDP.</param>
/// <param name="Pipe">With which every datagram begins; never 0.</param>
/// <param name="Key">SRTP master key and salt (AES-128-GCM, 16 and 12 bytes) in base64. A secret: it is written nowhere.</param>
public sealed record PipeAddress(
    [property: StringLength(PipeAddress.MaxIpLength, MinimumLength = 2)] string Ip,
    [property: Range(1, 65_535)] int Port,
    [property: Range(1, uint.MaxValue)] uint Pipe,
    [property: StringLength(PipeAddress.KeyLength, MinimumLength = PipeAddress.KeyLength)] string Key)
{
    /// <summary>Characters of a key in base64.</summary>
    public const int KeyLength = 40;

    private const int MaxIpLength = 45;

    /// <summary>Without the key.</summary>
    public override string ToString() => $"{Ip}:{Port}/{Pipe:x8}";
}
