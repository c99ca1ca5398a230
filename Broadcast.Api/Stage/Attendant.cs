using Broadcast.Api.Data;
using Broadcast.Api.Moderation;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>Somebody in an audience, as far as moderation has to know them.</summary>
/// <param name="Visitor">Null for a participant inside a process.</param>
internal sealed record Attendant(ParticipantId Id, string DisplayName, StageRole Role, string LinkId, Visitor? Visitor);

/// <param name="People">Presenters first.</param>
internal sealed record Attendants(IReadOnlyList<Attendant> People);
