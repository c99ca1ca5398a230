using Broadcast.Sfu.Srtp;

namespace Broadcast.Sfu.Tests.Srtp;

/// <summary>Whatever library seals on this machine does it byte for byte as OpenSSL does.</summary>
public sealed class AesGcmContextTests
{
    private const int Longest = 1_500;

    private readonly Random random = new(1);

    [Fact]
    public void Seals_every_length_as_OpenSSL_does()
    {
        var (key, salt) = (Bytes(16), Bytes(12));
        using var chosen = AesGcmContext.Create(key, salt, encrypts: true);
        using var openSsl = new EvpGcmContext(key, salt, encrypts: true);
        var data = Bytes(Longest);
        for (var length = 0; length <= Longest; length++)
        {
            var associated = Bytes(length % 41);
            Assert.Equal(Seal(openSsl, length, associated, data.AsSpan(0, length)), Seal(chosen, length, associated, data.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Opens_what_OpenSSL_sealed_and_refuses_what_was_changed()
    {
        var (key, salt) = (Bytes(16), Bytes(12));
        using var chosen = AesGcmContext.Create(key, salt, encrypts: false);
        using var openSsl = new EvpGcmContext(key, salt, encrypts: true);
        for (var length = 1; length <= Longest; length += 7)
        {
            var (associated, data) = (Bytes(12), Bytes(length));
            var packet = Seal(openSsl, length, associated, data);
            var changed = packet.ToArray();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Assert.True(chosen.TryOpen(7, length, associated, packet.AsSpan(0, length), packet.AsSpan(length)));
            Assert.Equal(data, packet[..length]);
            Assert.False(chosen.TryOpen(7, length, associated, changed.AsSpan(0, length), changed.AsSpan(length)));
        }
    }

    [Fact]
    public void Writes_nothing_behind_the_tag()
    {
        using var chosen = AesGcmContext.Create(Bytes(16), Bytes(12), encrypts: true);
        for (var length = 0; length <= 300; length++)
        {
            var output = new byte[length + AesGcmContext.TagLength + 64];
            Array.Fill(output, (byte)0xA5);
            chosen.Seal(7, length, Bytes(12), Bytes(length), output);
            Assert.All(output[(length + AesGcmContext.TagLength)..], untouched => Assert.Equal(0xA5, untouched));
        }
    }

    private static byte[] Seal(AesGcmContext context, long index, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> data)
    {
        var output = new byte[data.Length + AesGcmContext.TagLength];
        context.Seal(7, index, associated, data, output);
        return output;
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
