using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Certification;

/// <summary>What became of one track's packets.</summary>
/// <param name="Track"><c>EPOCH-TRACK</c> in the journal.</param>
/// <param name="PacketsRecovered">Of the received: those that came after their successors, mostly by retransmission.</param>
/// <param name="PacketsInvalid">Of the received: those that are not what the publisher announced.</param>
/// <param name="Missing">The first of what is missing, in order of time; <paramref name="PacketsMissing"/> counts all.</param>
internal sealed record CertifiedTrack(
    string Track, string? Participant, string? Source, MediaKind Kind, string? Codec,
    long PacketsExpected, long PacketsReceived, long PacketsRecovered, long PacketsMissing, long PacketsInvalid,
    IReadOnlyList<MissingPackets> Missing);
