using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Moderation;

/// <param name="Present">Presenters first; the first 500.</param>
/// <param name="Removed">Who is kept out, newest first.</param>
internal sealed record WebinarPeople(IReadOnlyList<PersonView> Present, IReadOnlyList<RemovedPersonView> Removed);

/// <summary>Somebody who is in the webinar now.</summary>
internal sealed record PersonView(ParticipantId ParticipantId, string DisplayName, StageRole Role);

/// <summary>Somebody who was removed and is kept out.</summary>
internal sealed record RemovedPersonView(string Id, string DisplayName, DateTimeOffset RemovedAt, string RemovedBy);
