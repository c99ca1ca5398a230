using Broadcast.Bench.Attack.Clients;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;

namespace Broadcast.Bench.Attack.Webinar;

/// <summary>A webinar of people who behave: one presents, two watch, they chat, and the presenter mutes and unmutes.</summary>
internal sealed class InnocentWebinar : IAsyncDisposable
{
    private const int Viewers = 2;

    private readonly List<StageClient> people = [];
    private readonly List<Pulse> pulses = [];
    private readonly Uri host;

    private InnocentWebinar(Uri host, string id, string presenterToken, string audienceToken)
    {
        this.host = host;
        Id = id;
        PresenterToken = presenterToken;
        AudienceToken = audienceToken;
    }

    public string Id { get; }
    public string PresenterToken { get; }
    public string AudienceToken { get; }

    /// <summary>Who presents.</summary>
    public PresenterPeer Presenter { get; } = new(SourceAddress.Innocent);

    /// <summary>Who watches.</summary>
    public ViewerSwarm Audience { get; } = new(SourceAddress.Innocent);

    /// <summary>Chat messages and events, timed.</summary>
    public IReadOnlyList<Pulse> Pulses => pulses;

    public static async Task<InnocentWebinar> OpenAsync(Uri host, Organizer organizer, string title, bool record)
    {
        var id = await organizer.CreateWebinarAsync(title, record);
        var webinar = new InnocentWebinar(host, id, await organizer.LinkAsync(id, "presenter"), await organizer.LinkAsync(id, "viewer"));
        var presenter = await webinar.SeatAsync(webinar.PresenterToken, "Petra Presenter");
        var microphone = await webinar.PresentAsync(presenter);
        for (var viewer = 1; viewer <= Viewers; viewer++)
            await webinar.AddViewerAsync($"Vera Viewer {viewer}");
        var (reader, writer) = (webinar.people[1], webinar.people[2]);
        webinar.pulses.AddRange([new ChatPulse(presenter, reader), new ChatPulse(writer, reader), new EventPulse(presenter, reader, microphone)]);
        webinar.pulses.ForEach(pulse => pulse.Start());
        return webinar;
    }

    /// <summary>One more who watches.</summary>
    public async Task AddViewerAsync(string name)
    {
        var viewer = await SeatAsync(AudienceToken, name);
        await Audience.AddAsync(viewer.WatchAsync);
    }

    /// <summary>Packets that viewers never got, but for those that their own sockets had no room for.</summary>
    public async Task<long> LostPacketsAsync() =>
        Math.Max(0, await Audience.OnThreadAsync(all => all.Sum(viewer => viewer.PacketsMissing)) - Audience.ReceiveOverflows);

    public async ValueTask DisposeAsync()
    {
        foreach (var pulse in pulses)
            await pulse.DisposeAsync();
        Presenter.Dispose();
        Audience.Dispose();
        foreach (var person in people)
            await person.DisposeAsync();
    }

    private async Task<StageClient> SeatAsync(string token, string name)
    {
        var person = await StageClient.ConnectAsync(host, token, SourceAddress.Innocent);
        people.Add(person);
        await person.JoinAsync(name);
        return person;
    }

    /// <returns>The microphone's producer.</returns>
    private async Task<string> PresentAsync(StageClient presenter)
    {
        var transportId = await presenter.OpenAsync(Presenter);
        await presenter.ProduceAsync(transportId, "camera", TestStreamParameters.Video);
        return await presenter.ProduceAsync(transportId, "microphone", TestStreamParameters.Audio);
    }
}
