using System.Text.Json;
using System.Text.Json.Nodes;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Control.Validation;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control;
using Broadcast.Sfu.Tests.Control.Ortc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Tests.Fuzz;

/// <summary>Each request of the contract with each of its values replaced, against a real node: refused with a sentence or carried out, and nothing is left of it.</summary>
public sealed class MutatedRequestTests : IAsyncLifetime
{
    private static readonly CancellationToken Forever = CancellationToken.None;

    private readonly IHost host = MediaHostForFuzz();

    private MediaNode Node => host.Services.GetRequiredService<MediaNode>();

    public Task InitializeAsync() => host.StartAsync();

    public async Task DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    [Fact]
    public void Every_request_has_an_example()
    {
        var without = typeof(WorkerRequest).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(WorkerRequest)) && ContractSamples.Requests.All(sample => sample.GetType() != type));
        Assert.True(!without.Any(), $"Add an example of {string.Join(", ", without.Select(type => type.Name))} to {nameof(ContractSamples)}: requests are tried with each of their values replaced.");
    }

    [Fact]
    public async Task No_value_harms_a_worker_or_leaves_anything_behind()
    {
        var tried = 0;
        foreach (var sample in ContractSamples.Requests)
        {
            var valid = JsonSerializer.SerializeToNode(sample, ControlJson.Default.WorkerRequest)!;
            await PrepareAsync(sample);
            foreach (var (path, mutation, message) in JsonMutations.Of(valid))
            {
                tried++;
                if (await AskAsync(message) is not { } response)
                    continue;
                Assert.False(response is ControlError { Code: ControlErrorCode.Internal }, $"{sample.GetType().Name} with {mutation} as {path} is a fault.");
                Assert.False(response is ControlError { Message: "" }, $"{sample.GetType().Name} with {mutation} as {path} is refused without a sentence.");
                // What was carried out may have taken away what the next one is about.
                if (response is not ControlError)
                    await PrepareAsync(sample);
            }
        }
        Assert.True(tried > 1_000, $"Only {tried} requests were tried.");
        await AssertNothingIsLeftAsync();
    }

    /// <returns>Null if it cannot even be read, which is explained.</returns>
    private async Task<ControlResponse?> AskAsync(JsonNode message)
    {
        try
        {
            var request = JsonSerializer.Deserialize(message.ToJsonString(), ControlJson.Default.WorkerRequest)!;
            return await Node.RequestAsync(request, Forever).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (Exception unread) when (unread is JsonException or NotSupportedException)
        {
            Assert.NotEmpty(unread is JsonException json ? StrictJson.Explain(json).Sentence : unread.Message);
            return null;
        }
    }

    /// <summary>Opens what a request is about, but for what it is itself to open.</summary>
    private async Task PrepareAsync(WorkerRequest sample)
    {
        await Node.RequestAsync(new CloseRouter(ContractSamples.Router), Forever);
        if (sample is CreateRouter)
            return;
        await Node.RequestAsync(new CreateRouter(ContractSamples.Router), Forever);
        var opensTransport = RequestRoute.Of(sample).Opens is TransportId;
        if (!opensTransport)
            await Node.RequestAsync(TransportFor(sample), Forever);
        var sending = new TransportId("sending");
        await Node.RequestAsync(new CreateWebRtcTransport(ContractSamples.Router, sending), Forever);
        if (sample is not Produce)
            await Node.RequestAsync(new Produce(sending, ContractSamples.Producer, MediaKind.Video, ChromiumSamples.Vp8Simulcast), Forever);
        if (sample is not Consume and not Produce && !opensTransport)
            await Node.RequestAsync(new Consume(sending, ContractSamples.Consumer, ContractSamples.Producer, ChromiumSamples.Receive), Forever);
    }

    private static WorkerRequest TransportFor(WorkerRequest sample) => sample switch
    {
        ConnectPlainTransport => new CreatePlainTransport(ContractSamples.Router, ContractSamples.Transport, RtcpMux: false),
        ConnectPipeTransport { Address: not null } or RenewPipeKey => new CreatePipeTransport(ContractSamples.Router, ContractSamples.Transport, Network: true),
        ConnectPipeTransport => new CreatePipeTransport(ContractSamples.Router, ContractSamples.Transport),
        SendToDirectTransport => new CreateDirectTransport(ContractSamples.Router, ContractSamples.Transport, "recording/1"),
        _ => new CreateWebRtcTransport(ContractSamples.Router, ContractSamples.Transport),
    };

    private async Task AssertNothingIsLeftAsync()
    {
        Assert.All(Node.Workers, worker => Assert.Equal(0, worker.Faults.Count));
        foreach (var router in Node.Workers.SelectMany(worker => worker.Worker.Routers).ToList())
            await Node.RequestAsync(new CloseRouter(router), Forever);
        Assert.All(Node.Workers, worker => Assert.False(worker.Ended.IsCompleted));
        Assert.All(Node.Workers, worker => Assert.Empty(worker.Worker.Routers));
        Assert.All(Node.Workers, worker => Assert.Equal((0, 0, 0), worker.Worker.Holdings));
    }

    private static IHost MediaHostForFuzz() =>
        Hosting.MediaHost.Build(new Hosting.AllocationSink(), ("Workers", "2"), ("SpreadAfter", "0"), ("AnnouncedAddresses:0", "127.0.0.1"));
}
