namespace Broadcast.Recorder.Journal;

/// <summary>The first record of a chunk: whose it is, and what the clocks of its epoch mean.</summary>
/// <param name="Format">Always <c>rtpj</c>.</param>
/// <param name="Version">1.</param>
/// <param name="Epoch">Counts the times the recording was opened, from 0. Track numbers and arrival times start anew with each.</param>
/// <param name="Chunk">Counts the epoch's chunks, from 0.</param>
/// <param name="OpenedAt">Wall-clock time at which the epoch was opened.</param>
/// <param name="AnchorNs">An arrival time of this epoch …</param>
/// <param name="AnchorWallClock">… and the wall-clock time at that moment: ties epochs together.</param>
internal sealed record JournalChunkStart(
    string Format, int Version, RecordingId RecordingId, int Epoch, int Chunk,
    DateTimeOffset OpenedAt, long AnchorNs, DateTimeOffset AnchorWallClock);
