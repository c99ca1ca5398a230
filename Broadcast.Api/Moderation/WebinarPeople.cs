using Broadcast.Api.Links;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Moderation;

/// <param name="Present">Presenters first; the first 500.</param>
/// <param name="Removed">Who is kept out, newest first.</param>
public sealed record WebinarPeople(IReadOnlyList<PersonView> Present, IReadOnlyList<RemovedPersonView> Removed)
{
    public static WebinarPeople Of(WebinarStage stage) => new(
        [.. stage.People().Select(each => new PersonView(each.Id, each.DisplayName, each.Role))],
        [.. stage.KeptOut.Select(each => new RemovedPersonView(each.Id, each.DisplayName, each.RemovedAt, each.RemovedBy))]);
}

/// <summary>Somebody who is in the webinar now.</summary>
public sealed record PersonView(string ParticipantId, string DisplayName, StageRole Role);

/// <summary>Somebody who was removed and is kept out.</summary>
public sealed record RemovedPersonView(string Id, string DisplayName, DateTimeOffset RemovedAt, string RemovedBy);
