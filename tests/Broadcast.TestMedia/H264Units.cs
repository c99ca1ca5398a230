using System.Text;

namespace Broadcast.TestMedia;

/// <summary>Makes and changes NAL units of H.264 bit by bit (ITU-T H.264 §7.3.1). Bits are text of 0 and 1.</summary>
public static class H264Units
{
    public const byte Slice = 0x41;
    public const byte IdrSlice = 0x65;
    public const byte SequenceSet = 0x67;
    public const byte PictureSet = 0x68;

    private const int SequenceIdAt = 24;

    public static int TypeOf(byte[] unit) => unit[0] & 0x1F;

    /// <summary>The start of a slice and nothing behind it.</summary>
    public static byte[] SliceOf(byte header, int firstMacroblock, int pictureSet) => Make(header, $"{Code(firstMacroblock)}{Code(7)}{Code(pictureSet)}1");

    /// <summary>The same unit with other ids: of a sequence parameter set its own, of a picture parameter set both, of a slice that of the picture's.</summary>
    public static byte[] WithIds(byte[] unit, int sequence, int picture)
    {
        var bits = BitsOf(unit);
        return TypeOf(unit) switch
        {
            7 => Make(unit[0], bits[..SequenceIdAt] + Code(sequence) + bits[Skip(bits, SequenceIdAt, 1)..]),
            8 => Make(unit[0], Code(picture) + Code(sequence) + bits[Skip(bits, 0, 2)..]),
            1 or 5 => Make(unit[0], bits[..Skip(bits, 0, 2)] + Code(picture) + bits[Skip(bits, 0, 3)..]),
            _ => unit,
        };
    }

    /// <summary>An unsigned Exp-Golomb code (§9.1).</summary>
    public static string Code(int value)
    {
        var binary = Convert.ToString(value + 1, 2);
        return new string('0', binary.Length - 1) + binary;
    }

    /// <param name="bits">With the bit that ends the unit.</param>
    public static byte[] Make(byte header, string bits)
    {
        var unit = new List<byte> { header };
        var zeros = 0;
        for (var at = 0; at < bits.Length; at += 8)
        {
            var value = Convert.ToByte(bits[at..Math.Min(at + 8, bits.Length)].PadRight(8, '0'), 2);
            if (zeros == 2 && value <= 3)
            {
                unit.Add(3);
                zeros = 0;
            }
            unit.Add(value);
            zeros = value == 0 ? zeros + 1 : 0;
        }
        return [.. unit];
    }

    /// <summary>Without what keeps two zero bytes from looking like a start code, and up to the bit that ends the unit.</summary>
    private static string BitsOf(byte[] unit)
    {
        var bits = new StringBuilder();
        var zeros = 0;
        foreach (var value in unit.Skip(1))
        {
            var isStuffing = zeros >= 2 && value == 3;
            zeros = value == 0 ? zeros + 1 : 0;
            if (!isStuffing)
                bits.Append(Convert.ToString(value, 2).PadLeft(8, '0'));
        }
        return bits.ToString().TrimEnd('0');
    }

    /// <returns>Where the bits go on after some codes.</returns>
    private static int Skip(string bits, int at, int codes)
    {
        for (; codes > 0; codes--)
            at = 2 * bits.IndexOf('1', at) - at + 1;
        return at;
    }
}
