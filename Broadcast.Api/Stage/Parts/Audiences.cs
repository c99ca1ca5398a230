using System.Collections.Immutable;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The audiences of a webinar, one per process with somebody in it: each is told what happens, and says how many it is.</summary>
internal sealed partial class Audiences(StageServices services, WebinarId webinar)
{
    /// <summary>Whoever is silent for so many beats is gone. Beats, not seconds: a machine that stood still has lost nobody.</summary>
    private const int MostSilentBeats = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Dictionary<AudienceId, Listening> listening = [];

    public bool IsEmpty => listening.Count == 0;

    public ImmutableArray<AudienceCount> Counts => [.. listening.Values.Select(each => each.Count)];

    public void Add(IAudience audience, AudienceCount count) => listening[count.Audience] = new Listening(audience, count);

    /// <returns>False if it is not known here.</returns>
    public bool TryCount(AudienceCount count)
    {
        if (!listening.TryGetValue(count.Audience, out var known))
            return false;
        (known.Count, known.SilentBeats) = (count, 0);
        return true;
    }

    public bool Remove(AudienceId audience) => listening.Remove(audience);

    /// <summary>Counts a beat.</summary>
    /// <returns>Those that are gone.</returns>
    public IReadOnlyList<AudienceId> Beat()
    {
        var gone = listening.Where(each => ++each.Value.SilentBeats > MostSilentBeats).Select(each => each.Key).ToList();
        foreach (var audience in gone)
            LogGone(services.Logger, webinar, audience, MostSilentBeats);
        return gone;
    }

    /// <summary>Asks all at once; one that does not answer is left out.</summary>
    public async Task<IReadOnlyList<T>> AskAsync<T>(Func<IAudience, Task<T>> question) =>
        [.. (await Task.WhenAll(listening.Select(each => TryAskAsync(each.Key, question(each.Value.Audience))))).SelectMany(answer => answer)];

    /// <summary>Completes when all know, but for those that do not answer in time: they notice by the version that they have missed something.</summary>
    public Task TellAsync(StageUpdate update) => AskAsync(async audience =>
    {
        await audience.UpdateAsync(update);
        return true;
    });

    private async Task<T[]> TryAskAsync<T>(AudienceId audience, Task<T> answer)
    {
        try
        {
            return [await answer.WaitAsync(Patience)];
        }
        catch (Exception failure)
        {
            LogSilent(services.Logger, webinar, audience, failure.Message);
            return [];
        }
    }

    private sealed class Listening(IAudience audience, AudienceCount count)
    {
        public IAudience Audience { get; } = audience;
        public AudienceCount Count { get; set; } = count;
        public int SilentBeats { get; set; }
    }

    [LoggerMessage(LogLevel.Information, "Webinar {Webinar}: audience {Audience} does not answer in time, and will notice what it missed: {Reason}")]
    private static partial void LogSilent(ILogger logger, WebinarId webinar, AudienceId audience, string reason);

    [LoggerMessage(LogLevel.Warning, "Webinar {Webinar}: audience {Audience} is gone: it was silent for {Beats} beats")]
    private static partial void LogGone(ILogger logger, WebinarId webinar, AudienceId audience, int beats);
}
