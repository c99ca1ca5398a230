using System.Globalization;

namespace Broadcast.Recorder.Composition;

/// <summary>Which frame of a recording's even grid each picture of a track becomes.</summary>
internal static class FrameGrid
{
    /// <summary>
    /// An FFmpeg filter that gives each picture the time of a frame of the grid. That is the frame after the last picture's, or as many
    /// after it as pictures are missing between, for as long as it is nearly as near as the nearest: pictures that come half-way between
    /// two frames of the grid, some a little before and some after, would else share one and leave out the other, and a missing one would
    /// move all that follow by a frame against the sound.
    /// </summary>
    /// <param name="rate">Frames per second.</param>
    public static string Filter(int rate)
    {
        const double nearlyNearest = 0.7;
        const double atLeastMissing = 0.25;
        return string.Create(CultureInfo.InvariantCulture,
            $"setpts='st(0,round(PREV_OUTT*{rate}));st(1,ld(0)+max(1,floor((T-PREV_INT)*{rate}+{atLeastMissing})));"
            + $"if(lt(abs(T*{rate}-ld(1)),{nearlyNearest}),ld(1),max(ld(0),round(T*{rate})))/{rate}/TB',fps={rate}");
    }
}
