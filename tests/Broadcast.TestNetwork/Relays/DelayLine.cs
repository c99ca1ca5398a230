using System.Diagnostics;
using System.Threading.Channels;

namespace Broadcast.TestNetwork.Relays;

/// <summary>Hands on whatever is put in, in order, once it has been underway for long enough.</summary>
/// <param name="path">How long that is, and what is lost.</param>
internal sealed class DelayLine<T>(NetworkPath path, Func<T, ValueTask> deliver)
{
    private readonly Channel<(T Item, long DueAt)> underway = Channel.CreateUnbounded<(T, long)>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="notBefore">It sets out then, if that is later than now; a time of <see cref="Stopwatch"/>.</param>
    public void Put(T item, long notBefore = 0)
    {
        if (!path.Loses())
            underway.Writer.TryWrite((item, Math.Max(Stopwatch.GetTimestamp(), notBefore) + (long)(path.OneWay.TotalSeconds * Stopwatch.Frequency)));
    }

    /// <summary>What is underway still arrives.</summary>
    public void Complete() => underway.Writer.TryComplete();

    /// <summary>Delivers until the line is complete.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var (item, dueAt) in underway.Reader.ReadAllAsync(cancellationToken))
        {
            var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), dueAt);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, cancellationToken);
            await deliver(item);
        }
    }
}
