using System.Collections.Immutable;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>Who sits in one audience. Safe for all threads; its lock is never held while anything is waited for.</summary>
internal sealed class Seats(AudienceId audience)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ParticipantId, Participant> seated = [];
    private int viewers;
    private bool isClosed;

    public IReadOnlyList<Participant> All
    {
        get
        {
            lock (gate)
                return [.. seated.Values];
        }
    }

    public Participant? Find(ParticipantId id)
    {
        lock (gate)
            return seated.GetValueOrDefault(id);
    }

    /// <summary>Gives somebody a seat.</summary>
    /// <param name="admit">Throws if they are not let in.</param>
    /// <param name="previous">Who had the same seat until now.</param>
    /// <returns>False if the last one has left and the audience is over.</returns>
    public bool TryTake(Participant arriving, Action<SeatCount> admit, out Participant? previous)
    {
        lock (gate)
        {
            previous = null;
            if (isClosed)
                return false;
            previous = seated.GetValueOrDefault(arriving.Id);
            admit(new SeatCount(seated.Count, IsNew: previous is null));
            if (previous is not null)
                Uncount(previous);
            seated[arriving.Id] = arriving;
            if (arriving.Role == StageRole.Viewer)
                viewers++;
            return true;
        }
    }

    /// <returns>False if they have lost the connection before, or the seat.</returns>
    public bool StepAway(Participant participant)
    {
        lock (gate)
        {
            if (!IsSeated(participant) || participant.IsAway)
                return false;
            Uncount(participant);
            return participant.IsAway = true;
        }
    }

    /// <returns>False if the seat is not theirs any more.</returns>
    public bool Remove(Participant participant)
    {
        lock (gate)
        {
            if (!IsSeated(participant))
                return false;
            Uncount(participant);
            return seated.Remove(participant.Id);
        }
    }

    /// <returns>True if nobody is there; then nobody can sit down any more.</returns>
    public bool TryClose()
    {
        lock (gate)
        {
            var closes = !isClosed && seated.Count == 0;
            isClosed |= closes;
            return closes;
        }
    }

    /// <param name="withoutPictureAt">When those without a picture are counted, since each is asked; null if they need not be.</param>
    public AudienceCount Count(DateTimeOffset? withoutPictureAt = null)
    {
        lock (gate)
            return new AudienceCount(
                audience, seated.Count, viewers, withoutPictureAt is { } now ? seated.Values.Count(each => each.Media.LacksPicture(now)) : 0);
    }

    /// <summary>Pictures of which somebody who is connected needs a stand-in.</summary>
    public ImmutableHashSet<ProducerId> WantedStandIns()
    {
        lock (gate)
            return [.. seated.Values.Where(each => !each.IsAway).SelectMany(each => each.Media.WantedStandIns)];
    }

    /// <summary>The media nodes that viewers watch on.</summary>
    public ImmutableArray<NodeId> Nodes()
    {
        lock (gate)
            return [.. seated.Values.Where(each => each.Role == StageRole.Viewer).SelectMany(each => each.Media.Watched).Select(each => each.Node).Distinct()];
    }

    /// <summary>What those who are connected reported of late.</summary>
    public QualityTally Tally(DateTimeOffset now)
    {
        lock (gate)
            return seated.Values.Aggregate(default(QualityTally), (sum, each) => sum + QualityTally.Of(each.Role, each.Blame(now)));
    }

    private bool IsSeated(Participant participant) => seated.GetValueOrDefault(participant.Id) == participant;

    private void Uncount(Participant participant)
    {
        if (participant is { Role: StageRole.Viewer, IsAway: false })
            viewers--;
    }

    /// <param name="Participants">Who sit here already.</param>
    /// <param name="IsNew">Whether the arriving has no seat among them.</param>
    public readonly record struct SeatCount(int Participants, bool IsNew);
}
