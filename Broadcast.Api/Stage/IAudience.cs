using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage;

/// <summary>
/// Those in one webinar who are connected to one process, as the webinar's grain sees them. What an audience is told it does at once, or
/// leaves to others: whoever tells it waits for the answer.
/// </summary>
internal interface IAudience : IGrainObserver
{
    /// <summary>Completes when whoever comes from now on sees the change.</summary>
    Task UpdateAsync(StageUpdate update);

    Task<AudienceCount> CountAsync();

    /// <param name="most">How many at most.</param>
    Task<Attendants> PeopleAsync(int most);

    Task<Attendant?> FindAsync(ParticipantId participant);

    /// <returns>Null if they are not in this audience.</returns>
    Task<PersonTimeline?> TimelineAsync(ParticipantId participant);

    /// <summary>Whether anybody but this one has come by the same link from the same address.</summary>
    Task<bool> HasAnotherLikeAsync(Attendant person);
}
