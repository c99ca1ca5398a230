using System.Text.Json.Serialization;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Recorder.Journal;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>What a webinar's grain has to know again after it was lost. What of it is still true, the media node says.</summary>
internal sealed record StoredStage(
    StageRouter Router,
    IReadOnlyList<StoredProducer> Producers,
    IReadOnlyList<StoredStandIn> StandIns,
    IReadOnlyList<Presenter> Presenters,
    StoredRecording? Recording,
    IReadOnlyList<StoredEdge> Edges);

/// <summary>A router on a further node, and the ends of the pipe to it.</summary>
/// <param name="SourceEnd">Where the media comes from; written under the name that older versions read.</param>
/// <param name="Source">Where that is: the origin, or an edge that relays; null if an older version has written it, of the origin.</param>
internal sealed record StoredEdge(
    StagePlace Place, [property: JsonPropertyName("originEnd")] TransportId SourceEnd, TransportId EdgeEnd, StagePlace? Source);

internal sealed record StoredProducer(StageProducer Shown, TransportId Transport);

/// <param name="For">The producer that it stands in for.</param>
internal sealed record StoredStandIn(ProducerId For, ProducerId StandIn, TransportId Transport);

/// <summary>A recording whose journal is open.</summary>
/// <param name="Openings">How often it was opened, or may have been.</param>
internal sealed record StoredRecording(RecordingId Id, DateTimeOffset StartedAt, bool IsPaused, int Openings);
