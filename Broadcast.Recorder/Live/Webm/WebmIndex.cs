using System.Text.Json.Serialization;
using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Live.Webm;

/// <summary>
/// What a running recording's WebM is made of: clusters that are files of their own and never change. It grows like a playlist. Any
/// number of its clusters, from the first on, with a head made for them is a whole WebM file.
/// </summary>
/// <param name="HasEnded">Nothing more comes.</param>
/// <param name="Orientation">How the first picture is to be turned, and with it all: a WebM has one for the whole.</param>
public sealed record WebmIndex(
    [property: JsonConverter(typeof(CamelCaseEnumConverter<Codec>))] Codec Codec, int Width, int Height, bool HasEnded, IReadOnlyList<WebmCluster> Clusters,
    VideoOrientation Orientation = default)
{
    public const string FileName = "webm.json";

    public static string NameOf(int cluster) => $"cluster-{cluster}.webm";

    /// <summary>The head of the file that the first clusters are.</summary>
    /// <param name="count">How many; at least 1.</param>
    public byte[] HeadOf(int count)
    {
        var last = Clusters[count - 1];
        var places = Clusters.Take(count).Select(cluster => new WebmHead.PlacedCluster(cluster.AtMs, cluster.Bytes, cluster.BeginsWithKeyFrame)).ToList();
        return WebmHead.Whole(Picture, Sound, last.AtMs + last.LengthMs, places);
    }

    /// <summary>A head for any number of clusters.</summary>
    public byte[] OpenHead() => WebmHead.Open(Picture, Sound);

    private MatroskaTrack Picture => new(Codec, [], new PictureSize(Width, Height), Channels: 0, Orientation);

    private static MatroskaTrack Sound => MatroskaTrack.Opus(channels: 2);
}
