using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Stage;
using Broadcast.Recorder.Timing;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Live;

/// <summary>
/// The session clock of a recording that is still being made: the same lines through sender reports as at the end, drawn anew as
/// reports come. Packets are asked about some seconds after they arrived, when the first reports are there.
/// </summary>
internal sealed class LiveClock
{
    private readonly Dictionary<(TrackKey, uint), Place> places = [];
    private readonly Dictionary<string, ProducerIntroduced> producers = [];
    private IReadOnlyDictionary<TrackKey, IReadOnlyList<PieceClock>> clocks = new Dictionary<TrackKey, IReadOnlyList<PieceClock>>();
    private int eventsSeen;

    /// <summary>Where the reading of one stream stands.</summary>
    private sealed class Place
    {
        public long PieceSequence { get; set; } = -1;
        public long LastTimestamp { get; set; }
    }

    public JournalSurvey Survey { get; } = new();

    public void Take(in JournalRecord record) => Survey.Take(record);

    /// <summary>Draws the lines anew from all that was taken.</summary>
    public void Update()
    {
        for (; eventsSeen < Survey.Events.Count; eventsSeen++)
            if (Survey.Events[eventsSeen].Known is ProducerIntroduced producer)
                producers[producer.ProducerId] = producer;
        clocks = PublisherClocks.Build(Survey.Tracks, PublisherOf);
    }

    public ProducerIntroduced? ProducerOf(string producerId) => producers.GetValueOrDefault(producerId);

    /// <summary>Whether a track's time comes from its publisher's reports and not only from when packets arrived.</summary>
    public bool IsFromReports(TrackKey key) => PiecesOf(key) is [.., { FromReports: true }];

    /// <summary>Session time in seconds since when a track's timestamps have lain on one line, which takes a report to be told; 0 without packets.</summary>
    public double PieceSince(TrackKey key) => PiecesOf(key) is [.., var last] ? last.Piece.FirstArrivalNs / 1e9 : 0;

    /// <param name="sequence">Extended; not older than that of the call before for the stream.</param>
    /// <returns>Session time in nanoseconds; NaN if nothing is known of the stream.</returns>
    public double TimeNs(TrackKey key, uint ssrc, long sequence, uint timestamp)
    {
        if (PieceAt(key, ssrc, sequence) is not { } piece)
            return double.NaN;
        if (!places.TryGetValue((key, ssrc), out var place))
            places[(key, ssrc)] = place = new Place();
        if (place.PieceSequence != piece.Piece.FirstSequence)
            (place.PieceSequence, place.LastTimestamp) = (piece.Piece.FirstSequence, piece.Piece.FirstTimestamp);
        place.LastTimestamp = SequenceNumber.Extend(timestamp, place.LastTimestamp);
        return piece.Clock.ToNs(place.LastTimestamp);
    }

    private PieceClock? PieceAt(TrackKey key, uint ssrc, long sequence)
    {
        PieceClock? found = null;
        foreach (var piece in PiecesOf(key))
            if (piece.Piece.Ssrc == ssrc && (found is null || piece.Piece.FirstSequence <= sequence))
                found = piece;
        return found;
    }

    private IReadOnlyList<PieceClock> PiecesOf(TrackKey key) => clocks.GetValueOrDefault(key) ?? [];

    private string PublisherOf(TrackSurvey track) =>
        producers.GetValueOrDefault(track.Track.Producer.Value)?.ParticipantId?.Value
        ?? track.Track.RtpParameters.Rtcp?.Cname
        ?? track.Track.Consumer.Value;
}
