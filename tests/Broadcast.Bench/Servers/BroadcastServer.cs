using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Broadcast.Bench.Swarm;
using Broadcast.Sfu.Control;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Servers;

/// <summary>Our media node in a child process (<see cref="NodeProcess"/>), with one router fed by a plain transport.</summary>
internal sealed class BroadcastServer : IServerUnderTest
{
    private static readonly RouterId Router = new("bench");
    private static readonly TransportId IngestTransport = new("ingest");
    private static readonly ProducerId Producer = new("camera");

    private readonly SemaphoreSlim turn = new(1);
    private RtpCapabilities capabilities = new();
    private int viewers;

    private BroadcastServer(Process process) => Process = process;

    public string Name => "broadcast";

    public Process Process { get; }

    public IPEndPoint Ingest { get; private set; } = new(IPAddress.Loopback, 0);

    /// <param name="core">Core that the process is pinned to.</param>
    /// <param name="settings">Settings of the node, such as <c>--Media:Workers=2</c>.</param>
    public static async Task<BroadcastServer> StartAsync(int core = PinnedProcess.ServerCore, params IEnumerable<string> settings)
    {
        var process = PinnedProcess.Start(core, "dotnet", [Environment.GetCommandLineArgs()[0], NodeProcess.Command, .. settings]);
        process.ErrorDataReceived += (_, line) => Console.Error.Write(line.Data is null ? "" : line.Data + Environment.NewLine);
        process.BeginErrorReadLine();
        var server = new BroadcastServer(process);
        await server.OpenRouterAsync();
        return server;
    }

    public async Task<ViewerOffer> OfferAsync(ViewerIdentity viewer)
    {
        var number = Interlocked.Increment(ref viewers);
        var transport = new TransportId($"viewer-{number}");
        var created = await RequestAsync<WebRtcTransportCreated>(new CreateWebRtcTransport(Router, transport));
        await RequestAsync<WebRtcTransportConnected>(new ConnectWebRtcTransport(transport, new DtlsParameters { Role = DtlsRole.Client, Fingerprints = viewer.Fingerprints }));
        await RequestAsync<ConsumerCreated>(new Consume(transport, new ConsumerId($"consumer-{number}"), Producer, capabilities));
        var candidate = created.IceCandidates.First(candidate => candidate.Protocol == "udp");
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(IPAddress.Parse(candidate.Address), candidate.Port)),
            created.IceParameters.UsernameFragment, created.IceParameters.Password, created.DtlsParameters.Fingerprints);
    }

    /// <summary>Sends one request and waits for its answer; one at a time.</summary>
    /// <exception cref="InvalidOperationException">The node refused; the message is its own.</exception>
    public async Task<T> RequestAsync<T>(WorkerRequest request) where T : ControlResponse
    {
        await turn.WaitAsync();
        try
        {
            await Process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, ControlJson.Default.WorkerRequest));
            var line = await Process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The media node ended.");
            return JsonSerializer.Deserialize(line, ControlJson.Default.ControlResponse) switch
            {
                T response => response,
                ControlError error => throw new InvalidOperationException($"{request}: {error.Message}"),
                var other => throw new InvalidOperationException($"{request}: unexpected {other}"),
            };
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
        turn.Dispose();
    }

    private async Task OpenRouterAsync()
    {
        capabilities = (await RequestAsync<RouterCreated>(new CreateRouter(Router))).RtpCapabilities;
        var plain = await RequestAsync<PlainTransportCreated>(new CreatePlainTransport(Router, IngestTransport, Comedia: true));
        Ingest = new IPEndPoint(IPAddress.Parse(plain.Ip), plain.Port);
        await RequestAsync<ProducerCreated>(new Produce(IngestTransport, Producer, MediaKind.Video, Traffic.TestStreamParameters.Video));
    }
}
