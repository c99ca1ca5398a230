namespace Broadcast.Sfu.Bwe;

/// <summary>
/// Viewers that may be behind one link. Those whose queues come and go together are bound: what one of them knows of the link all know,
/// one of them tries more at a time, who has least first, and who has most gives way. All others are on their own.
/// </summary>
internal sealed class SharedLink
{
    public const int MaxMembers = 32;

    /// <summary>A queue that stands.</summary>
    public const double QueueUs = 24_000;

    /// <summary>Until what is delivered is what the link carries.</summary>
    private const long FullUs = 350_000;

    /// <summary>Trains that say so much more than what all get: others are on the link, too.</summary>
    private const double Foreign = 1.25;

    private const long FreshUs = 400_000;
    private const long ActiveUs = 700_000;

    /// <summary>Whose queue none was like for so long is not the one to hold others beside.</summary>
    private const long ReferenceUs = 10_000_000;

    /// <summary>A link that was not full for so long is nobody's concern.</summary>
    private const long ForgottenUs = 60_000_000;

    private const long ProbeUs = 1_500_000;
    private const long TrialUs = 1_200_000;

    /// <summary>From a step until what it brings can be seen.</summary>
    private const long EffectUs = 350_000;
    private const long GiveWayAfterUs = 1_000_000;
    private const double Tolerance = 1.02;

    /// <summary>Rates that differ by less are the same.</summary>
    private const double Alike = 1.05;

    private LinkMember[] members = new LinkMember[1];
    private LinkCeiling ceiling = new();
    private LinkMember? reference;
    private long referenceSinceUs;
    private long queuedUs;
    private LinkMember? turn;
    private long turnUntilUs;
    private bool isTrial;

    public int Count { get; private set; }

    /// <summary>When the last gave way.</summary>
    public long SteppedUs { get; private set; } = long.MinValue / 2;

    private ReadOnlySpan<LinkMember> Members => members.AsSpan(0, Count);

    /// <returns>Null if there is no room.</returns>
    public LinkMember? Join(LinkAddress address)
    {
        if (Count == MaxMembers)
            return null;
        if (Count == members.Length)
            Array.Resize(ref members, 2 * Count);
        var member = new LinkMember(this, address);
        member.BeginComparing(IsOfReference(member));
        members[Count++] = member;
        return member;
    }

    public void Leave(LinkMember member)
    {
        var place = Array.IndexOf(members, member, 0, Count);
        members[place] = members[--Count];
        members[Count] = null!;
        reference = reference == member ? null : reference;
        EndTurn(member);
    }

    /// <summary>Who has one address is behind one link as long as nothing speaks against it.</summary>
    private bool IsOfReference(LinkMember member) => reference is not null && reference.Address == member.Address;

    public void OnReport(LinkMember member, long nowUs)
    {
        if (Count == 1)
            return;
        var isQueued = member.QueuedSinceUs != 0;
        if (isQueued && member != reference && IsReferenceFree(nowUs))
            CompareWith(member, nowUs);
        if (reference is null)
            return;
        if (member != reference)
            Compare(member);
        else if (isQueued)
            queuedUs = nowUs;
        if (isQueued && nowUs - member.QueuedSinceUs > FullUs && IsBound(member, nowUs))
            NoteFull(member, nowUs);
        else
            ceiling.Follow(MostLinkBps(nowUs));
    }

    private bool IsReferenceFree(long nowUs) =>
        reference is null || nowUs - reference.ReportedUs > ReferenceUs || (nowUs - referenceSinceUs > ReferenceUs && !IsBound(reference, nowUs));

    private void CompareWith(LinkMember member, long nowUs)
    {
        (reference, referenceSinceUs, queuedUs) = (member, nowUs, nowUs);
        foreach (var other in Members)
            other.BeginComparing(IsOfReference(other));
    }

    private void Compare(LinkMember member)
    {
        var wasTrusted = member.IsTrusted;
        member.Compare(reference!);
        // What went through was that of others.
        if (member.IsTrusted != wasTrusted)
            ceiling = new LinkCeiling();
    }

    private void NoteFull(LinkMember member, long nowUs)
    {
        var carried = Total(nowUs, isDelivered: true);
        if (member.LatelyBps < carried * Foreign)
            ceiling.Note(nowUs, carried, MostLinkBps(nowUs));
    }

    /// <summary>Whether it shares the link with another that is sent something.</summary>
    public bool IsBound(LinkMember member, long nowUs)
    {
        if (reference is null || Count < 2 || nowUs - queuedUs > ForgottenUs)
            return false;
        if (member != reference)
            return member.IsTrusted && nowUs - reference.ReportedUs < ActiveUs;
        foreach (var other in Members)
            if (other != member && Shares(other, nowUs))
                return true;
        return false;
    }

    private bool Shares(LinkMember member, long nowUs) => (member == reference || member.IsTrusted) && nowUs - member.ReportedUs < ActiveUs;

    private double Total(long nowUs, bool isDelivered = false)
    {
        var total = 0.0;
        foreach (var member in Members)
            if (Shares(member, nowUs))
                total += isDelivered ? member.DeliveredBps : member.NeedBps;
        return total;
    }

    private double MostLinkBps(long nowUs)
    {
        var most = 0.0;
        foreach (var member in Members)
            if (Shares(member, nowUs))
                most = Math.Max(most, member.LinkBps);
        return most;
    }

    /// <summary>Between what the trains of the moment say and what they can mean, by whoever's say most: jitter only draws them apart.</summary>
    public (double LeastBps, double MostBps) TrainsNow(long nowUs)
    {
        var (least, most) = (0.0, 0.0);
        foreach (var member in Members)
            if (Shares(member, nowUs) && nowUs - member.TrainUs < FreshUs)
                (least, most) = (Math.Max(least, member.TrainLeastBps), Math.Max(most, member.TrainMostBps));
        return (least, most);
    }

    /// <summary>What all but one are sent.</summary>
    public double OthersBps(LinkMember member, long nowUs) => Total(nowUs) - member.NeedBps;

    /// <summary>What one is due of so much for all: as much as everybody, and what those leave who need less.</summary>
    public double ShareBps(LinkMember member, double totalBps, long nowUs)
    {
        var share = 0.0;
        for (var round = 0; round < MaxMembers; round++)
        {
            var (rest, count) = (totalBps, 1);
            foreach (var other in Members)
                if (other != member && Shares(other, nowUs))
                    (rest, count) = other.NeedBps <= share ? (rest - other.NeedBps, count) : (rest, count + 1);
            if (rest / count <= share)
                return share;
            share = rest / count;
        }
        return share;
    }

    /// <summary>How much is left for one of what may be tried.</summary>
    public double RoomBps(LinkMember member, long nowUs) => (ceiling.Bps(nowUs) * Tolerance - OthersBps(member, nowUs)) / RateControl.Margin;

    /// <summary>How much is left for one of what went through lately.</summary>
    public double ProvedBps(LinkMember member, long nowUs) => (ceiling.KnownBps(nowUs) - OthersBps(member, nowUs)) / RateControl.Margin;

    /// <summary>Whether it is the one to give way: it has most, or of those who have most was given it last.</summary>
    public bool GivesWay(LinkMember member, long nowUs)
    {
        foreach (var other in Members)
            if (other != member && Shares(other, nowUs) && (HasLess(member, other) || (!HasLess(other, member) && other.RaisedUs > member.RaisedUs)))
                return false;
        return true;
    }

    private static bool HasLess(LinkMember member, LinkMember other) => member.NeedBps * Alike < other.NeedBps;

    /// <summary>Whether it may try more: it fits, nobody else tries, and nobody who has less could.</summary>
    public bool MayRise(LinkMember member, double nextBps, long nowUs)
    {
        if (nowUs - SteppedUs < EffectUs || nextBps > RoomBps(member, nowUs) || (IsTurnTaken(nowUs) && (turn != member || isTrial)))
            return false;
        foreach (var other in Members)
            if (other != member && Shares(other, nowUs) && other.NextBps > 0 && HasLess(other, member) && other.NextBps <= RoomBps(other, nowUs))
                return false;
        return true;
    }

    /// <summary>Whether one that has most is to go down so that another, who has waited, has as much as it then has.</summary>
    public bool IsToShare(LinkMember member, double lowerBps, long nowUs)
    {
        if (nowUs - SteppedUs < EffectUs || IsTurnTaken(nowUs) || !GivesWay(member, nowUs))
            return false;
        foreach (var other in Members)
            if (other != member && Shares(other, nowUs) && other.NextBps > 0 && other.NextBps <= lowerBps * Alike && nowUs - other.WaitingSinceUs > GiveWayAfterUs
                && RoomBps(other, nowUs) is var room && other.NextBps > room && other.NextBps <= room + (member.NeedBps - lowerBps) / RateControl.Margin)
                return true;
        return false;
    }

    private bool IsTurnTaken(long nowUs) => turn is not null && nowUs < turnUntilUs;

    private void EndTurn(LinkMember member) => turn = turn == member ? null : turn;

    public void OnProbe(LinkMember member, long nowUs) => (turn, isTrial, turnUntilUs) = (member, false, nowUs + ProbeUs);

    /// <summary>A probe has come to its end: what arrived of it, and what the others got meanwhile, is what goes through.</summary>
    /// <param name="arrivedBps">0 if that is not known.</param>
    /// <returns>Whether it may have what it wants.</returns>
    public bool OnProbed(LinkMember member, double wantedBps, double arrivedBps, bool isThrough, long nowUs)
    {
        EndTurn(member);
        if (isThrough || arrivedBps == 0)
            return isThrough;
        var carried = arrivedBps + Total(nowUs, isDelivered: true) - member.DeliveredBps;
        if (carried * Tolerance > wantedBps * RateControl.Margin + OthersBps(member, nowUs))
            return true;
        ceiling.Note(nowUs, carried, MostLinkBps(nowUs));
        ceiling.HoldLonger(nowUs);
        return false;
    }

    /// <summary>It has more from now on, which is not on trial for long if as much went through before.</summary>
    public void OnRaised(LinkMember member, long nowUs)
    {
        var isProved = member.NeedBps <= ProvedBps(member, nowUs);
        member.OnRaised(nowUs);
        (turn, isTrial, turnUntilUs) = (member, true, nowUs + (isProved ? EffectUs : TrialUs));
    }

    public void OnSteppedDown(LinkMember member, bool wasOnTrial, long nowUs)
    {
        SteppedUs = nowUs;
        EndTurn(member);
        if (wasOnTrial)
            ceiling.HoldLonger(nowUs);
    }
}
