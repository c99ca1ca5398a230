using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>Branches on workers that answer as a test says.</summary>
public class BranchTests
{
    private static readonly RouterId Router = new("router");

    private readonly List<(int Worker, WorkerRequest Request)> asked = [];
    private readonly RouterSpread spread;
    private bool refuses;

    public BranchTests()
    {
        spread = new RouterSpread((worker, request) =>
        {
            asked.Add((worker, request));
            return Task.FromResult(Answer(worker, request));
        });
        spread.Add(new CreateRouter(Router), origin: 0);
    }

    [Fact]
    public async Task One_that_could_not_be_opened_is_cleared_away_and_tried_again()
    {
        refuses = true;
        Assert.NotNull(await spread.ReachAsync(Router, worker: 1));
        Assert.Contains((1, new CloseRouter(Router)), asked);

        refuses = false;
        Assert.Null(await spread.ReachAsync(Router, worker: 1));
        var opened = asked.Count;
        Assert.Null(await spread.ReachAsync(Router, worker: 1));
        Assert.Equal(opened, asked.Count);
    }

    [Fact]
    public async Task One_whose_pipe_closes_by_itself_goes_with_its_viewers_and_is_opened_anew()
    {
        await spread.ReachAsync(Router, worker: 1);
        var pipe = asked.Select(one => one.Request).OfType<CreatePipeTransport>().First().Transport;

        await spread.OnPipeClosedAsync(pipe);

        Assert.Contains((1, new CloseRouter(Router)), asked);
        Assert.Null(await spread.ReachAsync(Router, worker: 1));
        Assert.Equal(2, asked.Count(one => one.Request is CreateRouter));
    }

    private ControlResponse Answer(int worker, WorkerRequest request) => request switch
    {
        CreateRouter when refuses && worker == 1 => new ControlError(ControlErrorCode.InvalidState, "The worker has stopped."),
        CreateRouter create => new RouterCreated(create.Router, new RtpCapabilities()),
        CreatePipeTransport create => new PipeTransportCreated(create.Transport),
        _ => Accepted.Instance,
    };
}
