using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Recorder.Stage;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Chat;

/// <summary>
/// How often people may speak: each by their connection and by their seat, which they keep however often they come again, and viewers
/// also by their address and in the webinar as a whole.
/// </summary>
internal sealed class ChatAllowances(IOptions<LimitsOptions> limits, TimeProvider time)
{
    private readonly LeftAllowances personal = new(limits.Value.Chat, time);
    private readonly TokenBuckets<ParticipantId> ofSeats = new(limits.Value.Chat, time);
    private readonly TokenBuckets<(ClientAddress Address, WebinarId WebinarId)> ofAddresses = new(limits.Value.ChatPerAddress, time);
    private readonly TokenBuckets<WebinarId> ofWebinars = new(limits.Value.ChatPerWebinar, time);

    /// <summary>The allowance of whoever sits at a new connection, to be given back when it ends.</summary>
    public TokenBucket Rent(Origin origin) => personal.Take(origin);

    public void Return(Origin origin, TokenBucket allowance) => personal.Leave(origin, allowance);

    /// <summary>Takes one message from every allowance that it counts against, or from none.</summary>
    /// <returns>Zero if it may be sent; otherwise how long to wait.</returns>
    public TimeSpan TryTake(TokenBucket own, Speaker speaker)
    {
        TokenBucket[] all = [own, ofSeats[speaker.ParticipantId]];
        if (speaker.Role != StageRole.Presenter)
            all = [.. all, ofAddresses[(speaker.Address, speaker.WebinarId)], ofWebinars[speaker.WebinarId]];
        for (var taken = 0; taken < all.Length; taken++)
        {
            var wait = all[taken].TryTake();
            if (wait == TimeSpan.Zero)
                continue;
            foreach (var given in all.AsSpan(0, taken))
                given.GiveBack();
            return wait;
        }
        return TimeSpan.Zero;
    }
}
