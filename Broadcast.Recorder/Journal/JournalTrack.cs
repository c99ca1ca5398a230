using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Recorder.Journal;

/// <summary>What is needed to read a track's packets.</summary>
internal sealed record JournalTrack(ConsumerId Consumer, ProducerId Producer, MediaKind Kind, RtpParameters RtpParameters);
