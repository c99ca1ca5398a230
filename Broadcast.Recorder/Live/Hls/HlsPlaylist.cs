using System.Globalization;
using System.Text;

namespace Broadcast.Recorder.Live.Hls;

/// <summary>A media playlist that only grows (RFC 8216 §4.3.3.5 EVENT) and ends as a whole.</summary>
internal sealed class HlsPlaylist
{
    private readonly StringBuilder entries = new();
    private string? currentInit;
    private double longest = 1;

    public int Count { get; private set; }
    public double Seconds { get; private set; }

    /// <param name="init">The initialization segment that it needs.</param>
    public void Add(string init, string segment, double seconds)
    {
        if (currentInit != init)
        {
            if (currentInit is not null)
                entries.Append("#EXT-X-DISCONTINUITY\n");
            entries.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{init}\"\n");
            currentInit = init;
        }
        entries.Append(CultureInfo.InvariantCulture, $"#EXTINF:{seconds:0.000},\n{segment}\n");
        longest = Math.Max(longest, seconds);
        Seconds += seconds;
        Count++;
    }

    public string Text(bool hasEnded) => string.Create(CultureInfo.InvariantCulture,
        $"#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{Math.Ceiling(longest)}\n#EXT-X-PLAYLIST-TYPE:{(hasEnded ? "VOD" : "EVENT")}\n"
        + $"#EXT-X-INDEPENDENT-SEGMENTS\n{entries}{(hasEnded ? "#EXT-X-ENDLIST\n" : "")}");
}
