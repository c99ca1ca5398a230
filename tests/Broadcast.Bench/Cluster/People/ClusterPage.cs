using System.Text.Json;
using System.Threading.Channels;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Bench.Cluster.People;

/// <summary>
/// A page at the stage, as far as it matters here: does one thing after the other, comes again with its seat when its connection is lost,
/// by another server if need be, and tries again what fails.
/// </summary>
internal abstract class ClusterPage : IAsyncDisposable
{
    private static readonly string[] Heard = ["TransportClosed", "StageReset", "ProducerAdded", "ProducerRemoved", "ChatReceived"];
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static int pages;

    private readonly Channel<Func<Task>> work = Channel.CreateUnbounded<Func<Task>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource closing = new();
    private readonly string token;
    private readonly Random chance;
    private readonly Task working;
    private int home;

    /// <param name="token">Of its link.</param>
    /// <param name="home">The server that it comes to first.</param>
    protected ClusterPage(ClusterStage stage, string token, int home)
    {
        (Stage, this.token, this.home) = (stage, token, home);
        var number = Interlocked.Increment(ref pages);
        chance = new Random(number);
        Seat = $"a-secret-of-page-{number:D6}";
        working = WorkAsync();
    }

    public StageClient Hub { get; private set; } = null!;

    /// <summary>Number of the server that it is connected to.</summary>
    public int Home => home;

    /// <summary>When it heard that something of its media was lost; never since <see cref="ForgetEvents"/>.</summary>
    public Instant ToldAt { get; private set; } = Instant.Never;

    /// <summary>When it was let in last.</summary>
    public Instant JoinedAt { get; private set; } = Instant.Never;

    /// <summary>How often it had to build its media anew.</summary>
    public int Rebuilt { get; protected set; }

    /// <summary>What failed last, and was tried again.</summary>
    public string? Trouble { get; private set; }

    protected ClusterStage Stage { get; }

    protected string Seat { get; }

    /// <summary>Told of each chat message.</summary>
    public Action<string>? Chatted { get; set; }

    /// <summary>Completes when it has its media.</summary>
    public async Task OpenAsync()
    {
        await ConnectAsync();
        while (!await TryAsync(JoinAsync, isOver: _ => false))
            await Task.Delay(RetryDelay, closing.Token);
    }

    /// <summary>Whether it was let in after that.</summary>
    public bool IsBackSince(Instant moment) => Hub.IsConnected && JoinedAt > moment && JoinedAt != Instant.Never;

    public virtual void ForgetEvents() => (ToldAt, Rebuilt, Trouble) = (Instant.Never, 0, null);

    public virtual async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        work.Writer.TryComplete();
        await working;
        await Hub.DisposeAsync();
        closing.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Joins for the first time, or once more on the same connection, and builds its media anew.</summary>
    protected abstract Task JoinAsync();

    /// <summary>Joins again by another connection; its media may still be there.</summary>
    protected abstract Task ResumeAsync();

    protected abstract Task OnEventAsync(string target, JsonElement body);

    protected double Chance(double most) => chance.NextDouble() * most;

    private async Task ConnectAsync()
    {
        Hub = await StageClient.ConnectAsync(Stage.Machines.Servers[home].Address, token, SourceAddress.Innocent);
        foreach (var target in Heard)
            Hub.On(target, body => work.Writer.TryWrite(() => OnHeardAsync(target, body)));
        _ = Hub.Ended.ContinueWith(_ => work.Writer.TryWrite(ComeAgainAsync), TaskScheduler.Default);
    }

    private Task OnHeardAsync(string target, JsonElement body)
    {
        if (target is "TransportClosed" or "StageReset")
            ToldAt = Instant.Min(ToldAt, MonotonicClock.Now);
        if (target == "ChatReceived")
            Chatted?.Invoke(body.GetProperty("text").GetString()!);
        return target == "StageReset" ? JoinAsync() : OnEventAsync(target, body);
    }

    /// <summary>After the pauses of our pages.</summary>
    private async Task ComeAgainAsync()
    {
        for (var (wait, isHere) = (0.3 + Chance(0.4), false); !isHere; wait = Math.Min(8, Math.Max(1, wait * 2)) / 2 * (1 + Chance(1)))
        {
            await Task.Delay(TimeSpan.FromSeconds(wait), closing.Token);
            home = (home + 1) % Stage.Machines.Servers.Length;
            try
            {
                await ConnectAsync();
                await ResumeAsync();
                JoinedAt = MonotonicClock.Now;
                isHere = true;
            }
            catch (Exception failure) when (StageClient.IsPassing(failure))
            {
                Trouble = failure.Message;
            }
        }
    }

    private async Task WorkAsync()
    {
        await foreach (var task in work.Reader.ReadAllAsync())
        {
            while (!closing.IsCancellationRequested && !await TryAsync(task, IsOver))
                await Task.Delay(RetryDelay, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <param name="task">What is tried.</param>
    /// <param name="isOver">Whether it need not be tried again although it failed.</param>
    /// <returns>False if it has to be tried again.</returns>
    private async Task<bool> TryAsync(Func<Task> task, Predicate<Exception> isOver)
    {
        try
        {
            await task();
            return true;
        }
        catch (Exception failure) when (StageClient.IsPassing(failure))
        {
            Trouble = failure.Message;
            return isOver(failure);
        }
    }

    /// <summary>What it was about has gone meanwhile, and what is instead is told; or the connection is lost, which has a task of its own.</summary>
    private bool IsOver(Exception failure) => failure is HubException refusal && StageClient.CodeOf(refusal) is "not_found" or "conflict" || !Hub.IsConnected;
}
