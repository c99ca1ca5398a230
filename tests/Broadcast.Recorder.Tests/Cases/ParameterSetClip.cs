using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Cases;

/// <summary>
/// The clip in H.264 with parameter sets as only the standard has them: two picture parameter sets in use in turn, sets of another size that
/// nobody uses, references before what they refer to, key frames with some sets or without any.
/// </summary>
internal static class ParameterSetClip
{
    private const int Used = 2, Unused = 0;
    private const int Even = 7, Odd = 8, Idle = 0;

    public static async Task<Clip> MakeAsync()
    {
        var other = Packetiser.H264UnitsOf((await EncodedClip.H264Async(1, "180x320"))[0]).ToList();
        var frames = await EncodedClip.H264Async(Clip.Seconds, "320x180");
        var clip = await Clip.H264();
        return clip with { Frames = [.. frames.Select((frame, number) => (IReadOnlyList<byte[]>)[.. PayloadsOf(number, [.. Packetiser.H264UnitsOf(frame)], other)])] };
    }

    private static IEnumerable<byte[]> PayloadsOf(int number, List<byte[]> units, List<byte[]> other)
    {
        var (sequence, picture) = (Find(units, 7), Find(units, 8));
        var idle = (Sequence: H264Units.WithIds(Find(other, 7)!, Unused, Idle), Picture: H264Units.WithIds(Find(other, 8)!, Unused, Idle));
        var isKey = sequence is not null;
        foreach (var payload in isKey ? Sets(number / 30, sequence!, picture!, idle) : number % 30 == 10 ? [idle.Picture] : [])
            yield return payload;
        foreach (var unit in units.Where(unit => H264Units.TypeOf(unit) is 1 or 5 or 6))
            foreach (var payload in Packetiser.H264Unit(H264Units.WithIds(unit, Used, number % 2 == 0 ? Even : Odd)))
                yield return payload;
    }

    private static IEnumerable<byte[]> Sets(int keyFrame, byte[] sequence, byte[] picture, (byte[] Sequence, byte[] Picture) idle)
    {
        byte[] delimiter = [0x09, 0x10];
        var used = H264Units.WithIds(sequence, Used, Even);
        var (even, odd) = (H264Units.WithIds(picture, Used, Even), H264Units.WithIds(picture, Used, Odd));
        return (keyFrame % 3) switch
        {
            0 => [delimiter, even, idle.Sequence, Packetiser.StapA([odd, idle.Picture]), .. Packetiser.FuA(used, used.Length / 2)],
            1 => [Packetiser.StapA([delimiter, used, idle.Sequence]), idle.Picture, odd],
            _ => [],
        };
    }

    private static byte[]? Find(List<byte[]> units, int type) => units.Find(unit => H264Units.TypeOf(unit) == type);
}
