using System.Net;
using Broadcast.Api.Chat;
using Broadcast.Api.Data;
using Broadcast.Api.Limits;
using Broadcast.Api.Stage;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Tests.Chat;

public sealed class ChatAllowancesTests
{
    private static readonly Origin Home = new(ClientAddress.Of(IPAddress.Parse("192.0.2.1")), "link");
    private static readonly Origin Office = new(ClientAddress.Of(IPAddress.Parse("192.0.2.2")), "link");

    private readonly ChatAllowances allowances = new(
        Options.Create(new LimitsOptions
        {
            Chat = new Rate { Burst = 5, PerSecond = 0.5 },
            ChatPerAddress = new Rate { Burst = 12, PerSecond = 1 },
            ChatPerWebinar = new Rate { Burst = 20, PerSecond = 1 },
        }),
        new ManualTime());

    [Fact]
    public void Coming_again_gives_nothing_new()
    {
        var first = allowances.Rent(Home);
        Assert.Equal(5, Sent(first, Home));
        allowances.Return(Home, first);
        Assert.Equal(0, Sent(allowances.Rent(Home), Home));
    }

    [Fact]
    public void Nor_does_taking_the_same_seat_again_before_the_former_connection_is_known_to_have_ended()
    {
        Assert.Equal(5, Sent(allowances.Rent(Home), Home, seat: "Ann"));
        Assert.Equal(0, Sent(allowances.Rent(Home), Home, seat: "Ann"));
        Assert.Equal(5, Sent(allowances.Rent(Home), Home, seat: "Bob"));
    }

    [Fact]
    public void Two_at_once_have_one_each_and_so_have_those_elsewhere()
    {
        var (first, second) = (allowances.Rent(Home), allowances.Rent(Home));
        Assert.Equal(5, Sent(first, Home));
        allowances.Return(Home, first);
        Assert.Equal(5, Sent(second, Home));
        Assert.Equal(5, Sent(allowances.Rent(Office), Office));
    }

    [Fact]
    public void One_address_does_not_take_all_of_the_webinar()
    {
        Assert.Equal(12, Enumerable.Range(0, 10).Sum(_ => Sent(allowances.Rent(Home), Home)));
        Assert.Equal(5, Sent(allowances.Rent(Office), Office));
    }

    [Fact]
    public void The_viewers_of_a_webinar_share_an_allowance_that_its_presenters_do_not_need()
    {
        Assert.Equal(20, Enumerable.Range(0, 20).Sum(host => Sent(allowances.Rent(Viewer(host)), Viewer(host))));
        var presenter = allowances.Rent(Home);
        Assert.Equal(TimeSpan.Zero, allowances.TryTake(presenter, new Speaker(new("webinar"), new("presenter"), StageRole.Presenter, Home.Address)));
        Assert.Equal(TimeSpan.Zero, allowances.TryTake(allowances.Rent(Office), new Speaker(new("another webinar"), new("viewer"), StageRole.Viewer, Office.Address)));
    }

    [Fact]
    public void What_is_refused_by_one_limit_is_not_counted_by_the_others()
    {
        var own = allowances.Rent(Home);
        for (var sender = 0; sender < 3; sender++)
            Sent(allowances.Rent(Home), Home);
        Assert.NotEqual(TimeSpan.Zero, allowances.TryTake(own, new Speaker(new("webinar"), new("own"), StageRole.Viewer, Home.Address)));
        Assert.True(own.IsFull);
    }

    private static Origin Viewer(int host) => new(ClientAddress.Of(new IPAddress([198, 51, 100, (byte)host])), "link");

    /// <param name="seat">One of its own unless it is said.</param>
    /// <returns>How many of ten messages are let through.</returns>
    private int Sent(TokenBucket own, Origin origin, string? seat = null)
    {
        var speaker = new Speaker(new("webinar"), new(seat ?? NewId.Create()), StageRole.Viewer, origin.Address);
        return Enumerable.Range(0, 10).Count(_ => allowances.TryTake(own, speaker) == TimeSpan.Zero);
    }
}
