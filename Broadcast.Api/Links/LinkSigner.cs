using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Broadcast.Api.Data;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Links;

/// <summary>
/// Writes and checks link tokens: base64url of <c>[version 1][role][expiry, Unix seconds, 8][link id, 16][webinar id][HMAC-SHA256, 16]</c>.
/// Whether a link was taken back is not in its token: <see cref="LinkBook"/> knows.
/// </summary>
internal sealed class LinkSigner(Lazy<byte[]> key, TimeProvider time)
{
    private const byte Version = 1;
    private const int HeaderLength = 2 + sizeof(long) + NewId.Length;
    private const int SignatureLength = 16;
    private const int MaxTokenLength = 256;

    public string Sign(StageLink link)
    {
        var webinarId = Encoding.ASCII.GetBytes(link.WebinarId.Value);
        var token = new byte[HeaderLength + webinarId.Length + SignatureLength];
        token[0] = Version;
        token[1] = (byte)link.Role;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(2), link.ExpiresAt.ToUnixTimeSeconds());
        Encoding.ASCII.GetBytes(link.LinkId, token.AsSpan(2 + sizeof(long), NewId.Length));
        webinarId.CopyTo(token.AsSpan(HeaderLength));
        Signature(token.AsSpan(..^SignatureLength)).CopyTo(token.AsSpan(^SignatureLength..));
        return Base64Url.EncodeToString(token);
    }

    /// <param name="link">Null unless the verdict is <see cref="LinkVerdict.Valid"/>.</param>
    public LinkVerdict Verify(string? token, out StageLink? link)
    {
        link = null;
        if (!TryDecode(token, out var bytes))
            return LinkVerdict.Invalid;
        if (!CryptographicOperations.FixedTimeEquals(Signature(bytes.AsSpan(..^SignatureLength)), bytes.AsSpan(^SignatureLength..)))
            return LinkVerdict.Invalid;
        var read = Read(bytes);
        if (read.ExpiresAt <= time.GetUtcNow())
            return LinkVerdict.Expired;
        link = read;
        return LinkVerdict.Valid;
    }

    private static bool TryDecode(string? token, out byte[] bytes)
    {
        bytes = [];
        if (token is not { Length: > 0 and <= MaxTokenLength } || !Base64Url.IsValid(token))
            return false;
        bytes = Base64Url.DecodeFromChars(token);
        // Base64 reads padding, white space and bits left over at the end; a token has one spelling.
        if (Base64Url.EncodeToString(bytes) != token)
            return false;
        return bytes.Length > HeaderLength + SignatureLength && bytes[0] == Version && Enum.IsDefined((StageRole)bytes[1]);
    }

    private static StageLink Read(byte[] bytes) => new(
        new WebinarId(Encoding.ASCII.GetString(bytes.AsSpan(HeaderLength..^SignatureLength))),
        (StageRole)bytes[1],
        DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(2))),
        Encoding.ASCII.GetString(bytes.AsSpan(2 + sizeof(long), NewId.Length)));

    private ReadOnlySpan<byte> Signature(ReadOnlySpan<byte> signed) => HMACSHA256.HashData(key.Value, signed).AsSpan(..SignatureLength);
}
