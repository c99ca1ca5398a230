namespace Broadcast.Api.Identity;

/// <summary>
/// Slows down guessing at one account: after a few tries each further one has to wait longer. Tries from where the organizer has signed in
/// before count for themselves, so that nobody elsewhere can keep the organizer out.
/// </summary>
/// <remarks>Kept in memory: a restart forgets it, and processes count each for itself.</remarks>
internal sealed class SignInBrake(TimeProvider time)
{
    public const int FreeTries = 10;
    private const int MostRemembered = 10_000;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Tries> tried = [];

    /// <summary>Counts a try before its password is looked at, so that many at once do not slip through.</summary>
    /// <param name="wait">How long to wait when refused.</param>
    public bool TryEnter(string who, out TimeSpan wait)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            var before = tried.TryGetValue(who, out var known) && now - known.Last < Forgotten ? known : new Tries(0, now, now);
            wait = before.NextAt - now;
            if (wait > TimeSpan.Zero)
                return false;
            wait = TimeSpan.Zero;
            if (tried.Count >= MostRemembered && !tried.ContainsKey(who))
                tried.Remove(tried.MinBy(entry => entry.Value.Last).Key);
            tried[who] = new Tries(before.Count + 1, now, now + WaitAfter(before.Count + 1));
            return true;
        }
    }

    /// <summary>The password was right: whoever it is starts afresh.</summary>
    public void Release(string who)
    {
        lock (gate)
            tried.Remove(who);
    }

    private static TimeSpan WaitAfter(int tries)
    {
        if (tries < FreeTries)
            return TimeSpan.Zero;
        var doublings = Math.Min(tries - FreeTries, 10);
        var wait = FirstWait * Math.Pow(2, doublings);
        return wait < LongestWait ? wait : LongestWait;
    }

    private readonly record struct Tries(int Count, DateTimeOffset Last, DateTimeOffset NextAt);
}
