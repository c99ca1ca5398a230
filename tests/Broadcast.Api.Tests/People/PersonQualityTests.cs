using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Broadcast.Api.Stage;
using Broadcast.Api.Tests.Telemetry;

namespace Broadcast.Api.Tests.People;

/// <summary>How a webinar goes for one person, as its organizer sees it.</summary>
public sealed class PersonQualityTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task What_a_viewers_page_reported_is_seen_with_a_sentence()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer", "Bea");
        var bea = Assert.Single((await PeopleAsync(id)).Present);
        Assert.Empty((await QualityAsync(id, bea)).Samples);

        await viewer.InvokeAsync("ReportQuality", Report(lost: 0, frozen: 0));
        host.Time.Advance(Interval);
        await viewer.InvokeAsync("ReportQuality", Report(lost: 0.2, frozen: 0.5));

        var quality = await QualityAsync(id, bea);
        Assert.Equal(
            ("Bea", false, "The picture stands still for 50 % of the time. The likeliest reason is their own connection: 20 % of what is sent to them is lost. A cable, or a place nearer to the Wi-Fi, would help."),
            (quality.DisplayName, quality.Well, quality.Sentence));
        Assert.Equal([QualityBlame.Nobody, QualityBlame.OwnNetwork], quality.Samples.Select(sample => sample.Blame));
        Assert.Equal(Interval, quality.Samples[1].At - quality.Samples[0].At);
    }

    [Fact]
    public async Task Who_is_in_trouble_is_listed_before_the_other_viewers()
    {
        var id = await host.CreateWebinarAsync();
        await using var ann = await host.JoinAsync(id, "presenter", "Ann");
        await using var bea = await host.JoinAsync(id, "viewer", "Bea");
        await using var zoe = await host.JoinAsync(id, "viewer", "Zoe");

        await zoe.InvokeAsync("ReportQuality", Report(lost: 0, frozen: 0.5));

        Assert.Equal(
            [("Ann", QualityBlame.Nobody), ("Zoe", QualityBlame.Upstream), ("Bea", QualityBlame.Nobody)],
            (await PeopleAsync(id)).Present.Select(person => (person.DisplayName, person.Blame)));
    }

    [Fact]
    public async Task Reports_that_come_too_often_are_dropped_and_counted()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer", "Bea");
        using var dropped = new CountedInstrument(host.Get<IMeterFactory>(), "broadcast.api.quality.reports.dropped");

        for (var report = 0; report < 5; report++)
            await viewer.InvokeAsync("ReportQuality", Report(lost: 0, frozen: 0));

        Assert.Single((await QualityAsync(id, Assert.Single((await PeopleAsync(id)).Present))).Samples);
        Assert.Equal(4, dropped.Total);
    }

    [Theory]
    [InlineData(-0.1, 0)]
    [InlineData(1.1, 0)]
    [InlineData(0, 1e300)]
    public async Task What_is_out_of_range_is_refused(double lost, double frozen)
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer", "Bea");
        await viewer.AssertRefusedAsync("invalid_request", "ReportQuality", Report(lost, frozen));
        Assert.Empty((await QualityAsync(id, Assert.Single((await PeopleAsync(id)).Present))).Samples);
    }

    [Fact]
    public async Task Who_takes_the_seat_again_goes_on_with_it()
    {
        var id = await host.CreateWebinarAsync();
        var (token, seat) = (await host.LinkAsync(id, "viewer"), new string('s', 32));
        await using var before = await HubClient.ConnectAsync(host.Address, token);
        await before.InvokeAsync("Join", new { displayName = "Bea", seat });
        await before.InvokeAsync("ReportQuality", Report(lost: 0, frozen: 0));
        await using var after = await HubClient.ConnectAsync(host.Address, token);
        await after.InvokeAsync("Join", new { displayName = "Bea", seat });

        await after.InvokeAsync("ReportQuality", Report(lost: 0, frozen: 0));

        Assert.Single((await QualityAsync(id, Assert.Single((await PeopleAsync(id)).Present))).Samples);
    }

    [Fact]
    public async Task It_is_for_organizers_and_of_those_who_are_there()
    {
        var id = await host.CreateWebinarAsync();
        await using var viewer = await host.JoinAsync(id, "viewer", "Bea");
        var bea = Assert.Single((await PeopleAsync(id)).Present);
        using var anybody = host.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await anybody.GetAsync(Of(id, bea.ParticipantId.Value))).StatusCode);
        foreach (var nobody in (string[])["nobody", ".nobody", "no%20body"])
            await (await host.Organizer.GetAsync(Of(id, nobody))).AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
        var other = await host.CreateWebinarAsync();
        await (await host.Organizer.GetAsync(Of(other, bea.ParticipantId.Value))).AssertProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    private static object Report(double lost, double frozen) =>
        new { received = new { bitrate = 900_000, height = 360, lost, roundTripMs = 40, frozen, concealed = 0, dropped = 0 } };

    private static Uri Of(string id, string participantId) => new($"/api/webinars/{id}/people/{participantId}/quality", UriKind.Relative);

    private async Task<WebinarPeople> PeopleAsync(string id) => (await host.Organizer.GetFromJsonAsync<WebinarPeople>($"/api/webinars/{id}/people"))!;

    private async Task<PersonQuality> QualityAsync(string id, PersonView person) =>
        (await host.Organizer.GetFromJsonAsync<PersonQuality>(Of(id, person.ParticipantId.Value)))!;
}
