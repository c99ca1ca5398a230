using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Tests.Stage.Parts;

/// <summary>An audience of another process, in which nobody speaks.</summary>
internal sealed class DeafAudience : IAudience
{
    /// <summary>The process is lost: nothing is answered any more.</summary>
    public bool IsLost { get; set; }

    public Task UpdateAsync(StageUpdate update) => Task.CompletedTask;

    public Task<AudienceCount> CountAsync() =>
        IsLost ? throw new TimeoutException() : Task.FromResult(new AudienceCount(new AudienceId("elsewhere"), 1, 1, 0));

    public Task<Attendants> PeopleAsync(int most) => Task.FromResult(new Attendants([]));

    public Task<Attendant?> FindAsync(ParticipantId participant) => Task.FromResult<Attendant?>(null);

    public Task<PersonTimeline?> TimelineAsync(ParticipantId participant) => Task.FromResult<PersonTimeline?>(null);

    public Task<bool> HasAnotherLikeAsync(Attendant person) => Task.FromResult(false);
}
