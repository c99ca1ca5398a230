using System.Numerics;
using System.Runtime.InteropServices;

namespace Broadcast.Recorder.Journal;

/// <summary>CRC-32C (Castagnoli, RFC 3720 §B.4), by the processor's instruction where it has one.</summary>
internal static class Crc32C
{
    /// <param name="crc">Checksum of what came before; 0 at the start.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
