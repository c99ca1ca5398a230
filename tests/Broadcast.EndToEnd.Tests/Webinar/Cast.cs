using Broadcast.TestMedia;

namespace Broadcast.EndToEnd.Tests.Webinar;

/// <summary>One of the two on stage: whose frame numbers and whose pitch can be told apart in the recording.</summary>
internal sealed record Cast(string Name, ClipLook Look)
{
    public static readonly Cast Anna = new("Anna Alpha", new ClipLook(640, 360, 6_000, 1000, "0x1f4fbf"));
    public static readonly Cast Bert = new("Bert Beta", new ClipLook(640, 360, 36_000, 1600, "0xbf5f1f"));
}
