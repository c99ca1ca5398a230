using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>The way to a webinar's grain.</summary>
internal sealed class Stages(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>A process that was killed is known to be gone by then.</summary>
    private const int MostAttempts = 30;

    public IWebinarGrain this[WebinarId webinar] => grains.GetGrain<IWebinarGrain>(webinar.Value);

    /// <param name="webinar">As it came from outside.</param>
    /// <exception cref="StageException">No webinar can have that id.</exception>
    public IWebinarGrain Of(WebinarId webinar) => IId.IsValid(webinar.Value)
        ? this[webinar]
        : throw new StageException(StageErrorCode.NotFound, "There is no such webinar.");

    /// <summary>
    /// Asks what may be asked twice. When the process that has the grain is lost, so is the question: it is asked again until another
    /// process has it.
    /// </summary>
    public async Task<T> AskAsync<T>(WebinarId webinar, Func<IWebinarGrain, Task<T>> question)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await question(this[webinar]);
            }
            catch (SiloUnavailableException) when (attempt < MostAttempts)
            {
                await Task.Delay(RetryDelay, time);
            }
        }
    }
}
