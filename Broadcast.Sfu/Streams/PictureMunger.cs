using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Streams;

/// <summary>Keeps the picture numbers that one receiver sees continuous: over a change of streams, and where VP8 pictures are left out.</summary>
public struct PictureMunger
{
    private const int LongMask = 0x7FFF;

    private PictureNumbers newest;
    private ushort leftOut;
    private bool isLeavingOut;

    /// <summary>Takes note of what went out.</summary>
    public void OnSent(in PictureNumbers numbers, PictureOffset offset)
    {
        if (numbers.PictureIdOffset == 0)
            return;
        var (pictureId, tl0PicIdx) = Stamp(numbers, offset);
        newest = numbers with { PictureId = pictureId, Tl0PicIdx = tl0PicIdx };
    }

    /// <summary>Takes note of a packet that is left out.</summary>
    /// <returns>How many picture numbers close up: one for the first packet of a picture.</returns>
    public int OnLeftOut(in PictureNumbers numbers)
    {
        if (numbers.PictureIdOffset == 0 || (isLeavingOut && numbers.PictureId == leftOut))
            return 0;
        (leftOut, isLeavingOut) = (numbers.PictureId, true);
        return 1;
    }

    /// <summary>Continues with another stream at its picture <paramref name="first"/>.</summary>
    public readonly PictureOffset ContinueAt(in PictureNumbers first) => newest.PictureIdOffset == 0
        ? default
        : new PictureOffset((ushort)(newest.PictureId + 1 - first.PictureId), (byte)(newest.Tl0PicIdx + 1 - first.Tl0PicIdx));

    /// <summary>The numbers of a packet as they go out.</summary>
    public static PictureStamp Stamp(in PictureNumbers numbers, PictureOffset offset) =>
        new((ushort)(numbers.PictureId + offset.PictureId & LongMask), (byte)(numbers.Tl0PicIdx + offset.Tl0PicIdx));

    /// <summary>Where they are to be written.</summary>
    public static PictureSlots SlotsOf(in PictureNumbers numbers) => new(numbers.PictureIdOffset, numbers.Tl0PicIdxOffset, numbers.IsLong);
}
