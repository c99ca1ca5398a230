using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Streams;

/// <summary>The packets of the frame that is fanned out right now, made ready once for all viewers of one layout.</summary>
internal sealed class FrameTemplates
{
    /// <summary>Frames of more packets leave in several rounds; a longer run would not fit one segmented send anyway.</summary>
    public const int MaxPackets = 48;

    private readonly RtpTemplate[] templates = new RtpTemplate[MaxPackets];
    private readonly FramePacket[] packets = new FramePacket[MaxPackets];

    public FrameTemplates()
    {
        for (var i = 0; i < MaxPackets; i++)
            templates[i] = new RtpTemplate();
    }

    /// <summary>For a single packet besides the frame: a retransmission.</summary>
    public RtpTemplate Single { get; } = new();

    public int Count { get; private set; }

    public RtpTemplate Template(int index) => templates[index];

    public ref readonly FramePacket Packet(int index) => ref packets[index];

    /// <summary>The template to prepare next; <see cref="Add"/> keeps it.</summary>
    public RtpTemplate Next => templates[Count];

    public void Add(in FramePacket packet) => packets[Count++] = packet;

    public void Clear() => Count = 0;

    /// <summary>Pads packets that are at most <paramref name="tolerance"/> bytes shorter than the longest, so that runs of equal size form.</summary>
    public void Level(int tolerance)
    {
        var longest = 0;
        for (var i = 0; i < Count; i++)
            longest = Math.Max(longest, templates[i].Length);
        for (var i = 0; i < Count; i++)
            if (longest - templates[i].Length <= tolerance)
                templates[i].TryPadTo(longest);
    }
}
