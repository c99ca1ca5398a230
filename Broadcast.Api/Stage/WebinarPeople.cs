using Broadcast.Api.Data;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <param name="Present">Presenters first, then viewers in trouble; the first 500.</param>
/// <param name="Removed">Who is kept out, newest first.</param>
internal sealed record WebinarPeople(IReadOnlyList<PersonView> Present, IReadOnlyList<RemovedPersonView> Removed);

/// <summary>Somebody who is in the webinar now.</summary>
/// <param name="Blame">Where their trouble comes from, by what their browser reported last.</param>
internal sealed record PersonView(ParticipantId ParticipantId, string DisplayName, StageRole Role, QualityBlame Blame);

/// <summary>Somebody who was removed and is kept out.</summary>
internal sealed record RemovedPersonView(string Id, string DisplayName, DateTimeOffset RemovedAt, string RemovedBy);
