using Hangfire.Common;
using Hangfire.States;

namespace Broadcast.Jobs.Pipeline;

/// <summary>A failed attempt is tried again by the same job, when the failure says so: Hangfire's own retries would count by themselves.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TriedAgainAttribute : JobFilterAttribute, IElectStateFilter
{
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is not FailedState { Exception: AttemptFailed { NextTryAt: { } due } failed })
            return;
        var later = RecordingSchedule.At(due);
        later.Reason = failed.Message;
        context.CandidateState = later;
    }
}
