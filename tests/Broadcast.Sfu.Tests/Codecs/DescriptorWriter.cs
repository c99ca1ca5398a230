namespace Broadcast.Sfu.Tests.Codecs;

/// <summary>Writes dependency descriptors: of each template its layers and, for each decode target, one of <c>- D S R</c>.</summary>
internal static class DescriptorWriter
{
    /// <summary>As Chromium sends L3T3_KEY, without frame differences and chains.</summary>
    public static readonly (int Spatial, int Temporal, string Indications)[] L3T3Key =
    [
        (0, 0, "SSSSSSSSS"), (0, 0, "SSS------"), (0, 1, "-DS------"), (0, 2, "--D------"),
        (1, 0, "---SSSSSS"), (1, 0, "---SSS---"), (1, 1, "----DS---"), (1, 2, "-----D---"),
        (2, 0, "------SSS"), (2, 1, "-------DS"), (2, 2, "--------D"),
    ];

    public static byte[] Structure(int template, int frameNumber, (int Spatial, int Temporal, string Indications)[] templates, bool endsFrame = true)
    {
        var bits = new List<bool>();
        Mandatory(bits, template, frameNumber, endsFrame);
        Write(bits, 0b10000, 5);
        Write(bits, 0, 6);
        Write(bits, templates[0].Indications.Length - 1, 5);
        for (var i = 0; i < templates.Length; i++)
            Write(bits, i == templates.Length - 1 ? 3 : Step(templates[i], templates[i + 1]), 2);
        foreach (var (_, _, indications) in templates)
            foreach (var indication in indications)
                Write(bits, "-DSR".IndexOf(indication, StringComparison.Ordinal), 2);
        Write(bits, 0, templates.Length);
        // No chains: ns(targets + 1) of 0, in one bit less than the targets' count takes.
        Write(bits, 0, BitsBelow(templates[0].Indications.Length + 1));
        Write(bits, 0, 1);
        return Bytes(bits);
    }

    public static byte[] Frame(int template, int frameNumber, bool endsFrame = true)
    {
        var bits = new List<bool>();
        Mandatory(bits, template, frameNumber, endsFrame);
        return Bytes(bits);
    }

    /// <summary>A frame that tells which decode targets go on, from the lowest.</summary>
    public static byte[] Active(int template, int frameNumber, int targets, uint active)
    {
        var bits = new List<bool>();
        Mandatory(bits, template, frameNumber, endsFrame: true);
        Write(bits, 0b01000, 5);
        Write(bits, (int)active, targets);
        return Bytes(bits);
    }

    private static void Mandatory(List<bool> bits, int template, int frameNumber, bool endsFrame)
    {
        Write(bits, 1, 1);
        Write(bits, endsFrame ? 1 : 0, 1);
        Write(bits, template, 6);
        Write(bits, frameNumber, 16);
    }

    private static int Step((int Spatial, int Temporal, string) from, (int Spatial, int Temporal, string) to) =>
        to.Spatial > from.Spatial ? 2 : to.Temporal > from.Temporal ? 1 : 0;

    private static int BitsBelow(int end)
    {
        var bits = 0;
        for (; end > 0; end >>= 1)
            bits++;
        return bits - 1;
    }

    private static void Write(List<bool> bits, int value, int count)
    {
        while (count-- > 0)
            bits.Add((value >> count & 1) != 0);
    }

    private static byte[] Bytes(List<bool> bits)
    {
        var bytes = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++)
            bytes[i / 8] |= (byte)(bits[i] ? 0x80 >> i % 8 : 0);
        return bytes;
    }
}
