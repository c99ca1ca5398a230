using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broadcast.Sfu.Tests.Costs;

/// <summary>What operations are compared with: work of the runtime and of OpenSSL that a change of ours cannot make faster or slower.</summary>
internal static class Floors
{
    public const int PacketLength = 1_150;
    private const int HeaderLength = 12;
    private const int CheckLength = 100;

    /// <summary>A packet is read, word by word.</summary>
    public static Operation Read()
    {
        var packet = new byte[PacketLength];
        return new Operation(200, () =>
        {
            for (var i = 0; i < 200; i++)
                if (Sum(packet) != 0)
                    throw new InvalidOperationException("There is nothing in it.");
        });
    }

    /// <summary>A packet is encrypted with AES-GCM by the runtime.</summary>
    public static Operation Seal()
    {
        var gcm = new AesGcm(new byte[16], 16);
        var (nonce, tag, header) = (new byte[12], new byte[16], new byte[HeaderLength]);
        var (plain, cipher) = (new byte[PacketLength - HeaderLength], new byte[PacketLength - HeaderLength]);
        return new Operation(50, () =>
        {
            for (var i = 0; i < 50; i++)
                gcm.Encrypt(nonce, plain, cipher, tag, header);
        });
    }

    /// <summary>As many bytes as a connectivity check has are authenticated by the runtime.</summary>
    public static Operation Authenticate()
    {
        var (key, check, code) = (new byte[24], new byte[CheckLength], new byte[HMACSHA256.HashSizeInBytes]);
        return new Operation(50, () =>
        {
            for (var i = 0; i < 50; i++)
                HMACSHA256.HashData(key, check, code);
        });
    }

    private static uint Sum(ReadOnlySpan<byte> packet)
    {
        var sum = 0u;
        for (; packet.Length >= sizeof(uint); packet = packet[sizeof(uint)..])
            sum = (sum << 1) ^ BinaryPrimitives.ReadUInt32BigEndian(packet);
        return sum;
    }
}
