using System.Net;
using System.Text.RegularExpressions;
using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Attack.Webinar;
using Broadcast.TestHost;

namespace Broadcast.Bench.Attack;

/// <summary>A server of its own, a webinar that is attacked by those who have a link to it, and another that they know nothing of.</summary>
internal sealed partial class Battlefield : IAsyncDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2.5);

    private readonly BroadcastHost server;
    private readonly double pace;

    private Battlefield(BroadcastHost server, Organizer organizer, double pace)
    {
        this.server = server;
        this.pace = pace;
        Organizer = organizer;
    }

    /// <summary>Where the server listens.</summary>
    public Uri Host => server.Address;

    public string DataDirectory => server.DataDirectory;

    public Organizer Organizer { get; }

    /// <summary>The webinar that attackers have links to.</summary>
    public InnocentWebinar Stage { get; private set; } = null!;

    /// <summary>A webinar that nobody attacks.</summary>
    public InnocentWebinar Elsewhere { get; private set; } = null!;

    /// <summary>Media workers that died, and the process if it did.</summary>
    public int Deaths => server.Log.Count(line => WorkerDied().IsMatch(line)) + (server.HasExited ? 1 : 0);

    /// <param name="pace">1 for attacks of full length, less for shorter ones.</param>
    public static async Task<Battlefield> OpenAsync(double pace)
    {
        var (server, setupLink) = await BroadcastHost.StartAsync("--Media:AnnouncedAddresses:0", $"{IPAddress.Loopback}");
        try
        {
            var field = new Battlefield(server, await Organizer.SetUpAsync(server.Address, setupLink), pace);
            field.Stage = await InnocentWebinar.OpenAsync(field.Host, field.Organizer, "Attacked", record: true);
            field.Elsewhere = await InnocentWebinar.OpenAsync(field.Host, field.Organizer, "Elsewhere", record: false);
            // Until everything was called once: what is compiled meanwhile is nobody's attack.
            await Task.Delay(WarmUp);
            return field;
        }
        catch (Exception failure)
        {
            var complaints = string.Join('\n', server.Complaints);
            await server.DisposeAsync();
            throw new InvalidOperationException($"People who behave could not meet. The server's log says:\n{complaints}", failure);
        }
    }

    /// <summary>How long an attack lasts.</summary>
    /// <param name="seconds">At full length.</param>
    public TimeSpan Span(double seconds) => TimeSpan.FromSeconds(seconds * pace);

    /// <summary>How often something is done.</summary>
    /// <param name="times">At full length.</param>
    public int Times(int times) => Math.Max(1, (int)(times * pace));

    /// <summary>A viewer of the attacked webinar who has joined.</summary>
    public async Task<StageClient> JoinAsync(IPAddress? from = null, string name = "Mallory")
    {
        var client = await StageClient.ConnectAsync(Host, Stage.AudienceToken, from ?? SourceAddress.Hostile);
        await client.JoinAsync(name);
        return client;
    }

    /// <summary>A viewer of the attacked webinar who gets its media.</summary>
    public async Task<HostileViewer> WatchAsync()
    {
        var client = await JoinAsync();
        var media = new MediaPeer(SourceAddress.Hostile);
        await media.OpenAsync(client.WatchAsync);
        await media.Connected;
        return new HostileViewer(client, media);
    }

    public async ValueTask DisposeAsync()
    {
        await Stage.DisposeAsync();
        await Elsewhere.DisposeAsync();
        Organizer.Dispose();
        await server.DisposeAsync();
    }

    [GeneratedRegex(@"Worker \d+ died")]
    private static partial Regex WorkerDied();
}
